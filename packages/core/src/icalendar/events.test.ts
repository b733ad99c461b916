import { describe, expect, it } from "vitest";
import { holidaysFromICalendar } from "./index.ts";
import { calendar, feed } from "./testing/feed.ts";

const YEARS = { from: "2026-01-01", to: "2028-12-31" };
const reading = (text: string) => holidaysFromICalendar(text, YEARS);
const may = ["SUMMARY:May Day", "DTSTART;VALUE=DATE:20260501"];
const inBerlin = "TZID=W. Europe Standard Time";
const definedZone = [
  "BEGIN:VTIMEZONE",
  "TZID:W. Europe Standard Time",
  ...["BEGIN:STANDARD", "DTSTART:16010101T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100"],
  ...["RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "END:STANDARD"],
  ...["BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200"],
  ...["RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE"],
];

describe("the text of a feed", () => {
  const one = feed(may);
  it.each([
    ["begins with a byte order mark", `\uFEFF${one}`],
    ["has Unix line ends", one.replaceAll("\r\n", "\n")],
    ["has old Macintosh line ends", one.replaceAll("\r\n", "\r")],
    ["has blank lines around and between", `\r\n\r\n${one.replaceAll("\r\n", "\r\n\r\n")}\r\n`],
    ["is in small letters", one.toLowerCase().replace("summary:may day", "summary:May Day")],
    ["folds its lines", one.replace("VALUE=DATE:2026", "VALUE=\r\n DATE\r\n\t:20\r\n 26")],
    ["names its types in quotes", one.replace("VALUE=DATE", 'X-A="b;c:d";VALUE="DATE"')],
    ["writes dates in the extended form", one.replace("20260501", "2026-05-01")],
    ["leaves the type of a date out", one.replace(";VALUE=DATE", "")],
    ["writes midnight in a date", one.replace("20260501", "20260501T000000Z")],
    [
      "has alarms in its events",
      feed([...may, "BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT5M", "END:VALARM"]),
    ],
    [
      "has tasks beside its events",
      calendar(["BEGIN:VTODO", "DTSTART;VALUE=DATE:20260601", "END:VTODO"], may),
    ],
    ["breaks a description that should be folded", feed([...may, "DESCRIPTION:First", "second line"])],
  ])("%s", (_what, text) => {
    expect(reading(text)).toEqual({
      holidays: ["2026-05-01"],
      names: { "2026-05-01": "May Day" },
      leftOut: [],
    });
  });

  it("may be several calendars, each with its own zone and method", () => {
    const utc = ["SUMMARY:Late", "DTSTART:20260430T220000Z", "DTEND:20260501T220000Z"];
    const text = [
      calendar(["X-WR-TIMEZONE:Europe/Berlin"], utc),
      calendar([], ["DTSTART;VALUE=DATE:20260601"]),
      calendar(["METHOD:CANCEL"], ["SUMMARY:Off", "DTSTART;VALUE=DATE:20260701"]),
    ].join("");
    const { holidays, leftOut } = reading(text);
    expect(holidays).toEqual(["2026-05-01", "2026-06-01"]);
    expect(leftOut).toEqual([{ summary: "Off", reason: "it is cancelled" }]);
  });

  it.each([
    ["BEGIN:VEVENT\r\nDTSTART:20260501\r\nEND:VEVENT", "outside a calendar"],
    ["BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR", "has no matching BEGIN"],
    [`BEGIN:VCALENDAR\r\n${one}`, "was cut off"],
    [one.replace("END:VCALENDAR", ""), "was cut off"],
    ["\uFEFF", "empty"],
    [`${one}${"X:y\r\n".repeat(2_500_000)}`, "longer than"],
  ])("is refused when it is broken: %#", (text, reason) => {
    expect(() => reading(text)).toThrow(reason);
  });

  it("is read in time proportional to its length", () => {
    const started = performance.now();
    for (const line of ["BEGIN:A", " ", "X;A=", 'X;A="', "X;A=,,,,", ";", ":", "DTSTART"])
      try {
        reading(`BEGIN:VCALENDAR\r\n${`${line}\r\n`.repeat(100_000)}`);
      } catch {}
    for (const piece of [";A=b", ";A=,", ';A="b"', ",", " "])
      reading(feed([...may, `X${piece.repeat(200_000)}:y`]));
    expect(performance.now() - started).toBeLessThan(60_000);
  }, 120_000);
});

describe("days that a feed writes from midnight to midnight", () => {
  it.each([
    ["floating", ["DTSTART:20260501T000000", "DTEND:20260502T000000"]],
    ["in a zone", ["DTSTART;TZID=Europe/Berlin:20260501T000000", "DTEND;TZID=Europe/Berlin:20260502T000000"]],
    ["in a zone of Outlook", [`DTSTART;${inBerlin}:20260501T000000`, `DTEND;${inBerlin}:20260502T000000`]],
    ["up to the last minute", ["DTSTART:20260501T000000", "DTEND:20260501T235900"]],
    ["up to the last second", ["DTSTART:20260501T000000", "DTEND:20260501T235959"]],
    ["up to the 24th hour", ["DTSTART:20260501T000000", "DTEND:20260501T240000"]],
    ["for a day", ["DTSTART:20260501T000000", "DURATION:P1D"]],
    ["for 24 hours", ["DTSTART:20260501T000000", "DURATION:PT24H"]],
    ["with the end in UTC", ["DTSTART;TZID=Europe/Berlin:20260501T000000", "DTEND:20260501T220000Z"]],
    ["ending as a date", ["DTSTART:20260501T000000", "DTEND;VALUE=DATE:20260502"]],
  ])("%s", (_how, lines) => {
    expect(reading(feed(lines))).toEqual({ holidays: ["2026-05-01"], names: {}, leftOut: [] });
  });

  it("repeat, with occurrences left out, added and moved in the same form", () => {
    const series = [
      "UID:a",
      `DTSTART;${inBerlin}:20260501T000000`,
      `DTEND;${inBerlin}:20260503T000000`,
      "RRULE:FREQ=YEARLY;UNTIL=20280430T220000Z",
      `EXDATE;${inBerlin}:20270501T000000`,
      `RDATE;${inBerlin}:20270601T000000`,
    ];
    const moved = [
      "UID:a",
      `RECURRENCE-ID;${inBerlin}:20280501T000000`,
      `DTSTART;${inBerlin}:20280508T000000`,
      `DTEND;${inBerlin}:20280509T000000`,
    ];
    expect(reading(calendar(definedZone, series, moved))).toEqual({
      holidays: ["2026-05-01/2026-05-02", "2027-06-01/2027-06-02", "2028-05-08"],
      names: {},
      leftOut: [],
    });
  });

  it.each([
    ["hours", ["DTSTART:20260501T090000", "DTEND:20260501T170000"], "time of day"],
    ["half a day", ["DTSTART:20260501T000000", "DTEND:20260501T120000"], "time of day"],
    ["a moment", ["DTSTART:20260501T000000"], "time of day"],
    ["hours of a duration", ["DTSTART;VALUE=DATE:20260501", "DURATION:PT36H"], "time of day"],
    [
      "midnights of UTC, in an unknown zone",
      ["DTSTART:20260501T000000Z", "DTEND:20260502T000000Z"],
      "time of day",
    ],
    [
      "two zones",
      ["DTSTART;TZID=Asia/Tokyo:20260501T000000", "DTEND;TZID=Europe/Berlin:20260502T000000"],
      "different time zones",
    ],
    ["an end before the start", ["DTSTART;VALUE=DATE:20260501", "DTEND;VALUE=DATE:20260430"], "ends before"],
    ["a date that does not exist", ["DTSTART;VALUE=DATE:20260231"], "not a date"],
    ["no date", ["DTSTART;VALUE=DATE:tomorrow"], "not a date"],
    ["a time that does not exist", ["DTSTART:20260501T250000"], "not a time"],
    ["no start", ["SUMMARY:Nothing"], "no start"],
    ["two starts", ["DTSTART;VALUE=DATE:20260501", "DTSTART;VALUE=DATE:20260502"], "more than one start"],
    ["no duration", ["DTSTART;VALUE=DATE:20260501", "DURATION:-P1D"], "duration"],
    ["centuries", ["DTSTART;VALUE=DATE:20260501", "DTEND;VALUE=DATE:21270501"], "100 years"],
    ["a rule without its colon", ["DTSTART;VALUE=DATE:20260501", "RRULE FREQ=YEARLY"], "can't be parsed"],
    [
      "a rule at hours",
      ["DTSTART:20260501T000000", "DURATION:P1D", "RRULE:FREQ=DAILY;BYHOUR=9"],
      "times of day",
    ],
  ])("leaves out %s", (_what, lines, reason) => {
    const { holidays, leftOut } = reading(feed(lines));
    expect(holidays).toEqual([]);
    expect(leftOut).toEqual([{ summary: expect.any(String), reason: expect.stringContaining(reason) }]);
  });
});

describe("the end of a rule, in UTC", () => {
  const yearly = (until: string) => ["DTSTART;VALUE=DATE:20261225", `RRULE:FREQ=YEARLY;UNTIL=${until}`];

  it.each([
    ["a midnight of dates", feed(yearly("20271225T000000Z")), ["2026-12-25", "2027-12-25"]],
    ["the last second of a date", feed(yearly("20271225T235959Z")), ["2026-12-25", "2027-12-25"]],
    [
      "a local midnight",
      calendar(["X-WR-TIMEZONE:Europe/Berlin"], yearly("20271224T230000Z")),
      ["2026-12-25", "2027-12-25"],
    ],
    ["an hour before", calendar(["X-WR-TIMEZONE:Europe/Berlin"], yearly("20271224T220000Z")), ["2026-12-25"]],
  ])("is %s", (_what, text, holidays) => {
    expect(reading(text)).toEqual({ holidays, names: {}, leftOut: [] });
  });

  it("leaves out the one day on which it depends on an unknown zone", () => {
    const { holidays, leftOut } = reading(feed(yearly("20271224T230000Z")));
    expect(holidays).toEqual(["2026-12-25"]);
    expect(leftOut[0]?.reason).toContain("2027-12-25 in an unknown time zone");
    expect(reading(feed(yearly("20271101T230000Z"))).leftOut).toEqual([]);
  });
});

describe("the dates of an event", () => {
  it.each([
    [
      "RDATE beside the start, without a rule",
      ["RDATE;VALUE=DATE:20260601,20270601"],
      ["2026-05-01", "2026-06-01", "2027-06-01"],
    ],
    [
      "several lines",
      ["RDATE;VALUE=DATE:20260601", "RDATE;VALUE=DATE:20260701"],
      ["2026-05-01", "2026-06-01", "2026-07-01"],
    ],
    ["the start once more", ["RDATE;VALUE=DATE:20260501"], ["2026-05-01"]],
    ["the start excluded", ["RDATE;VALUE=DATE:20260601", "EXDATE;VALUE=DATE:20260501"], ["2026-06-01"]],
    ["an added one excluded", ["RDATE;VALUE=DATE:20260601", "EXDATE;VALUE=DATE:20260601"], ["2026-05-01"]],
    ["excluded as midnight", ["RRULE:FREQ=YEARLY;COUNT=2", "EXDATE:20270501T000000"], ["2026-05-01"]],
    [
      "excluded as a midnight of UTC",
      ["RRULE:FREQ=YEARLY;COUNT=2", "EXDATE:20270501T000000Z"],
      ["2026-05-01"],
    ],
  ])("%s", (_what, lines, holidays) => {
    expect(reading(feed([...may, ...lines]))).toMatchObject({ holidays, leftOut: [] });
  });

  it.each([
    ["EXDATE:20270501T090000", "time of day"],
    ["EXDATE:someday", "not a date"],
    ["RDATE;VALUE=PERIOD:20270501T000000Z/P1D", "period"],
  ])("names one that is ignored: %s", (line, reason) => {
    const { holidays, leftOut } = reading(feed([...may, "RRULE:FREQ=YEARLY;COUNT=2", line]));
    expect(holidays).toEqual(["2026-05-01", "2027-05-01"]);
    expect(leftOut).toEqual([{ summary: "May Day", reason: expect.stringContaining(reason) }]);
  });
});

describe("occurrences with a date of their own", () => {
  const series = ["UID:a", ...may, "RRULE:FREQ=YEARLY"];
  const occurrence = (day: string, ...lines: readonly string[]) => [
    "UID:a",
    `RECURRENCE-ID;VALUE=DATE:${day}`,
    ...lines,
  ];
  const on = (day: string) => `DTSTART;VALUE=DATE:${day}`;

  it.each([
    [
      "moved within the range",
      occurrence("20270501", on("20270503")),
      ["2026-05-01", "2027-05-03", "2028-05-01"],
    ],
    [
      "moved into the range",
      occurrence("20290501", on("20281231")),
      ["2026-05-01", "2027-05-01", "2028-05-01", "2028-12-31"],
    ],
    ["moved out of the range", occurrence("20280501", on("20290102")), ["2026-05-01", "2027-05-01"]],
    [
      "longer",
      occurrence("20280501", on("20280501"), "DURATION:P2D"),
      ["2026-05-01", "2027-05-01", "2028-05-01/2028-05-02"],
    ],
    [
      "that no rule has",
      occurrence("20270601", on("20270601")),
      ["2026-05-01", "2027-05-01", "2027-06-01", "2028-05-01"],
    ],
    ["cancelled", occurrence("20270501", on("20270501"), "STATUS:cancelled"), ["2026-05-01", "2028-05-01"]],
    [
      "with all later ones",
      occurrence("20270501", on("20270503")).map((line) => line.replace("ID;", "ID;RANGE=THISANDFUTURE;")),
      ["2026-05-01", "2027-05-03", "2028-05-03"],
    ],
    [
      "cancelled with all later ones",
      occurrence("20270501", on("20270501"), "STATUS:CANCELLED").map((line) =>
        line.replace("ID;", "ID;RANGE=THISANDFUTURE;"),
      ),
      ["2026-05-01"],
    ],
    [
      "moved to a time of day",
      occurrence("20270501", "DTSTART:20270501T120000Z", "DURATION:PT1H"),
      ["2026-05-01", "2028-05-01"],
    ],
  ])("%s", (_what, moved, holidays) => {
    expect(reading(feed(series, moved)).holidays).toEqual(holidays);
    expect(reading(feed(moved, series)).holidays).toEqual(holidays);
    expect(reading(`${feed(series)}${feed(moved)}`).holidays).toEqual(holidays);
  });

  it("count where their event is not in the feed", () => {
    expect(reading(feed(occurrence("20270501", on("20270503"))))).toMatchObject({
      holidays: ["2027-05-03"],
      leftOut: [],
    });
  });

  it("give way to a later version, and are listed as left out", () => {
    const older = occurrence("20270501", on("20270503"), "SEQUENCE:1");
    const newer = occurrence("20270501", on("20270504"), "SEQUENCE:2");
    for (const events of [
      [older, newer],
      [newer, older],
    ]) {
      const { holidays, leftOut } = reading(feed(series, ...events));
      expect(holidays).toEqual(["2026-05-01", "2027-05-04", "2028-05-01"]);
      expect(leftOut).toEqual([{ summary: "", reason: "a later version of it is in the feed" }]);
    }
  });

  it("fall with their event when that is cancelled", () => {
    const off = ["UID:a", on("20260501"), "STATUS:CANCELLED", "SEQUENCE:3"];
    const { holidays, leftOut } = reading(
      `${feed(series, occurrence("20270501", on("20270503")))}${feed(off)}`,
    );
    expect(holidays).toEqual([]);
    expect(leftOut).toHaveLength(3);
  });

  it("leave their event alone when it is unknown which one they stand for", () => {
    const { holidays, leftOut } = reading(feed(series, occurrence("soon", on("20270503"))));
    expect(holidays).toEqual(["2026-05-01", "2027-05-01", "2028-05-01"]);
    expect(leftOut[0]?.reason).toContain("unknown");
  });
});

it("keeps the later version of a whole event, and both where neither is later", () => {
  const event = (day: string, sequence: number) => [
    "UID:a",
    `DTSTART;VALUE=DATE:${day}`,
    `SEQUENCE:${sequence}`,
  ];
  expect(reading(feed(event("20260501", 0), event("20260504", 1)))).toMatchObject({
    holidays: ["2026-05-04"],
    leftOut: [{ reason: "a later version of it is in the feed" }],
  });
  expect(reading(feed(event("20260501", 0), event("20260504", 0))).holidays).toEqual([
    "2026-05-01",
    "2026-05-04",
  ]);
});
