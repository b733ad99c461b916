import { isTimeZone } from "../customers/index.ts";
import { boundedCache } from "./boundedCache.ts";

export const timeStyles = ["long", "date", "clock"] as const;

/** `long`: "tomorrow, Monday, November 23 at 10:15 AM GMT+1". `date`: "November 23, 2026". `clock`: "10:15 AM". */
export type TimeStyle = (typeof timeStyles)[number];

const minuteMs = 60_000;
const dayMs = 86_400_000;

const formats: Readonly<Record<TimeStyle, Intl.DateTimeFormatOptions>> = {
  long: {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  },
  date: { dateStyle: "long" },
  clock: { hour: "2-digit", minute: "2-digit" },
};

/** What is between "tomorrow" and the date; other languages have a comma and a space. */
const separators: Readonly<Record<string, string>> = { ja: "、", zh: "，", ar: "، ", fa: "، ", ur: "، " };

/** The reader that a template is rendered for. */
export interface Audience {
  readonly locale: string;
  readonly timeZone: string;
  /** The current time, for "today" and "tomorrow". */
  readonly now: number;
}

/** Words instants in the language and time zone of the reader. */
export interface TimeWording {
  instant(instant: number, audience: Audience, style: TimeStyle): string;
}

interface Voice {
  format(instant: number): string;
  /** The local day as a number of days, to distinguish today from tomorrow. */
  dayOf(instant: number): number;
  dayWord(days: number): string;
  readonly separator: string;
}

/** Creating an `Intl` formatter costs a thousand times more than using it, so some hundreds are cached. */
export function createTimeWording(): TimeWording {
  const voices = boundedCache<Voice>(300);
  const said = boundedCache<string>(1_000);
  return {
    instant(instant, { locale, timeZone, now }, style) {
      const who = `${locale} ${timeZone} ${style}`;
      // No style has seconds: mails that arrive together are promised the same minute in the same words.
      const minutes = `${Math.floor(instant / minuteMs)} ${Math.floor(now / minuteMs)}`;
      return said.get(`${who} ${minutes}`, () => {
        const voice = voices.get(who, () => createVoice(locale, timeZone, style));
        const words = voice.format(instant);
        if (style !== "long" || Math.abs(instant - now) >= 2 * dayMs) return words;
        const days = voice.dayOf(instant) - voice.dayOf(now);
        return days === 0 || days === 1 ? `${voice.dayWord(days)}${voice.separator}${words}` : words;
      });
    },
  };
}

function createVoice(locale: string, zone: string, style: TimeStyle): Voice {
  // A row may have a zone that only another runtime knows: a UTC time is better than none.
  const timeZone = isTimeZone(zone) ? zone : "UTC";
  const words = new Intl.DateTimeFormat(locale, { ...formats[style], timeZone });
  const date = new Intl.DateTimeFormat("en-US", {
    timeZone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const dayWords = [relative.format(0, "day"), relative.format(1, "day")];
  return {
    format: (instant) => words.format(instant),
    dayOf: (instant) => Math.round(Date.parse(`${date.format(instant)} UTC`) / dayMs),
    dayWord: (days) => dayWords[days] ?? "",
    separator: separators[new Intl.Locale(locale).language] ?? ", ",
  };
}
