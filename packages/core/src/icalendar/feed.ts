import { CalendarError } from "../calendar/index.ts";
import { type Property, readProperty, unfold } from "./contentLines.ts";

/** What a VCALENDAR says about all of its events. */
export interface FeedCalendar {
  /** `METHOD:CANCEL` cancels every event of the calendar (RFC 5546 s.3.2.5). */
  isCancellation: boolean;
  /** `X-WR-TIMEZONE`: the owner's time zone. */
  timeZone: string | null;
  /** The UTC offsets, in milliseconds, of each zone that the calendar defines itself (VTIMEZONE). */
  readonly definedZones: Map<string, Set<number>>;
}

/** A VEVENT as written. */
export interface Component {
  readonly calendar: FeedCalendar;
  readonly properties: Property[];
  /** The first line about the time of the event that can't be parsed. */
  unreadable: string | null;
}

const LONGEST_TEXT = 10_000_000;

const SAYS_WHEN = /^(?:DTSTART|DTEND|DURATION|RRULE|RDATE|EXRULE|EXDATE|RECURRENCE-ID|STATUS|UID)\b/i;

/**
 * The events of all calendars in a text. Linear in its length.
 *
 * @throws CalendarError `invalid_calendar` if it is not iCalendar, was cut off, or is too long
 */
export function readFeed(text: string): readonly Component[] {
  if (text.length > LONGEST_TEXT)
    throw notAFeed(`it is longer than ${LONGEST_TEXT} characters, more than any holiday feed needs`);
  const events: Component[] = [];
  const open: string[] = [];
  let calendar = newCalendar();
  let isFound = false;
  let zoneName = "";
  for (const line of unfold(text)) {
    const property = readProperty(line);
    if (property?.name === "BEGIN") {
      const component = property.value.toUpperCase();
      if (open.length === 0 && component !== "VCALENDAR")
        throw notAFeed(`${quoted(line)} is outside a calendar`);
      if (component === "VCALENDAR") {
        if (open.length > 0) throw notAFeed(`a calendar starts inside ${open.at(-1)}; the text was cut off`);
        calendar = newCalendar();
        isFound = true;
      }
      if (component === "VTIMEZONE") zoneName = "";
      open.push(component);
      if (open.length === 2 && component === "VEVENT")
        events.push({ calendar, properties: [], unreadable: null });
    } else if (property?.name === "END") {
      const began = open.pop();
      if (began !== property.value.toUpperCase())
        throw notAFeed(`${quoted(line)} has no matching BEGIN; ${began ?? "nothing"} is open`);
    } else if (open.length === 0) {
      if (!isFound) throw notAFeed(`it starts with ${quoted(line)}`);
    } else if (open.length === 1 && property !== null) {
      readCalendarProperty(calendar, property);
    } else if (open[1] === "VTIMEZONE" && property !== null) {
      if (property.name === "TZID") zoneName = property.value;
      if (property.name === "TZOFFSETTO") addOffset(calendar, zoneName, property.value);
    } else if (open.length === 2 && open[1] === "VEVENT") {
      const event = events.at(-1);
      if (property !== null) event?.properties.push(property);
      else if (event !== undefined && SAYS_WHEN.test(line)) event.unreadable ??= quoted(line);
    }
  }
  if (!isFound) throw notAFeed("it is empty");
  if (open.length > 0) throw notAFeed(`it ends inside ${open.at(-1)}; the text was cut off`);
  return events;
}

function newCalendar(): FeedCalendar {
  return { isCancellation: false, timeZone: null, definedZones: new Map() };
}

function readCalendarProperty(calendar: FeedCalendar, { name, value }: Property): void {
  if (name === "METHOD") calendar.isCancellation = value.toUpperCase() === "CANCEL";
  if (name === "X-WR-TIMEZONE") calendar.timeZone = value;
}

function addOffset({ definedZones }: FeedCalendar, zone: string, text: string): void {
  const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})/.exec(text) ?? [];
  if (sign === undefined) return;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  const offsets = definedZones.get(zone) ?? new Set();
  definedZones.set(zone, offsets.add(offset));
}

function quoted(line: string): string {
  return `"${line.length > 60 ? `${line.slice(0, 60)}...` : line}"`;
}

function notAFeed(reason: string): CalendarError {
  return new CalendarError(
    "invalid_calendar",
    `The text is not an iCalendar feed: ${reason}. Check that its URL returns text that starts with BEGIN:VCALENDAR.`,
  );
}
