import { describe, expect, it } from "vitest";
import { createCalendar } from "../calendar/index.ts";
import { holidaysFromICalendar } from "./index.ts";
import { feed } from "./testing/feed.ts";

/** These take a second at most, but a busy machine may be much slower. */
const slowMachineMs = 60_000;
const YEARS = { from: "2026-01-01", to: "2028-12-31" };

describe("holidays from iCalendar", () => {
  it.each([
    ["a date", ["UID:1", "DTSTART;VALUE=DATE:20260403"], ["2026-04-03"]],
    [
      "several days, the end counted out (RFC 5545 s.3.6.1)",
      ["UID:1", "DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227"],
      ["2026-12-24/2026-12-26"],
    ],
    ["a duration", ["UID:1", "DTSTART;VALUE=DATE:20261224", "DURATION:P2D"], ["2026-12-24/2026-12-25"]],
    [
      "every year",
      ["UID:1", "DTSTART;VALUE=DATE:20001225", "RRULE:FREQ=YEARLY"],
      ["2026-12-25", "2027-12-25", "2028-12-25"],
    ],
    [
      "Thanksgiving, the fourth Thursday of November",
      ["UID:1", "DTSTART;VALUE=DATE:20101125", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"],
      ["2026-11-26", "2027-11-25", "2028-11-23"],
    ],
    [
      "29 February in leap years only (RFC 5545 s.3.3.10)",
      ["UID:1", "DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY"],
      ["2028-02-29"],
    ],
    [
      "until a date",
      ["UID:1", "DTSTART;VALUE=DATE:20251225", "RRULE:FREQ=YEARLY;UNTIL=20270101"],
      ["2026-12-25"],
    ],
    [
      "but not on the dates left out, and on those added",
      [
        "UID:1",
        "DTSTART;VALUE=DATE:20260501",
        "RRULE:FREQ=YEARLY;COUNT=3",
        "EXDATE;VALUE=DATE:20270501",
        "RDATE;VALUE=DATE:20270503",
      ],
      ["2026-05-01", "2027-05-03", "2028-05-01"],
    ],
    [
      "cut to the range",
      ["UID:1", "DTSTART;VALUE=DATE:20251230", "DTEND;VALUE=DATE:20260102"],
      ["2026-01-01"],
    ],
    ["nothing outside the range", ["UID:1", "DTSTART;VALUE=DATE:20250403"], []],
  ])("%s", (_rule, event, expected) => {
    expect(holidaysFromICalendar(feed(event), YEARS)).toEqual({ holidays: expected, names: {}, leftOut: [] });
  });

  it("follows single occurrences that were moved or cancelled, of their own event only", () => {
    const rule = ["DTSTART;VALUE=DATE:20260706", "RRULE:FREQ=YEARLY"];
    const text = feed(
      ["UID:a", ...rule],
      ["UID:b", "DTSTART;VALUE=DATE:20260706", "RRULE:FREQ=YEARLY;COUNT=1"],
      ["UID:a", "RECURRENCE-ID;VALUE=DATE:20270706", "DTSTART;VALUE=DATE:20270707"],
      ["UID:a", "RECURRENCE-ID;VALUE=DATE:20280706", "DTSTART;VALUE=DATE:20280706", "STATUS:CANCELLED"],
    );
    expect(holidaysFromICalendar(text, YEARS).holidays).toEqual(["2026-07-06", "2027-07-07"]);
  });

  it("lists what it leaves out", () => {
    const text = feed(
      ["UID:1", "SUMMARY:Staff meeting", "DTSTART:20260403T100000Z", "DTEND:20260403T110000Z"],
      ["UID:2", "SUMMARY:Called off", "DTSTART;VALUE=DATE:20260404", "STATUS:CANCELLED"],
      ["UID:3", "SUMMARY:Each second", "DTSTART;VALUE=DATE:20260405", "RRULE:FREQ=SECONDLY"],
    );
    const { holidays, leftOut } = holidaysFromICalendar(text, YEARS);
    expect(holidays).toEqual([]);
    expect(leftOut[2]?.reason).toContain("rule");
    expect(leftOut.map(({ summary }) => summary)).toEqual(["Staff meeting", "Called off", "Each second"]);
    expect(leftOut[0]?.reason).toContain("time of day");
  });

  it.each([
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
    "FREQ=DAILY;BYYEARDAY=1;BYMONTH=12",
    "FREQ=DAILY;INTERVAL=999999999;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
  ])(
    "ends a rule that never holds: %s",
    (rule) => {
      const text = feed(
        ["UID:1", "DTSTART;VALUE=DATE:20260101", `RRULE:${rule}`],
        ["UID:2", "DTSTART;VALUE=DATE:20260501"],
      );
      expect(holidaysFromICalendar(text, YEARS)).toMatchObject({ holidays: expect.any(Array) });
    },
    slowMachineMs,
  );

  it(
    "bounds the work of a whole feed",
    () => {
      const daily = ["DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY"];
      const events = Array.from({ length: 300 }, (_, index) => [`UID:${index}`, ...daily]);
      const { leftOut } = holidaysFromICalendar(feed(...events), { from: "2026-01-01", to: "2099-12-31" });
      expect(leftOut.at(-1)?.reason).toContain("only partly expanded");
    },
    slowMachineMs,
  );

  it(
    "bounds the work of a series with many versions and occurrences",
    () => {
      const whole = ["UID:a", "DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=YEARLY"];
      const later = (index: number) => [
        "UID:a",
        `RECURRENCE-ID;RANGE=THISANDFUTURE:${1_000 + (index % 8_000)}0101`,
        "DTSTART;VALUE=DATE:20260101",
      ];
      const wholes = Array.from({ length: 8_000 }, () => whole);
      const laters = Array.from({ length: 8_000 }, (_, index) => later(index));
      const { leftOut } = holidaysFromICalendar(feed(...wholes, ...laters), YEARS);
      expect(leftOut.at(-1)?.reason).toContain("only partly expanded");
    },
    slowMachineMs,
  );

  it.each(["", "<html></html>", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT"])("refuses what is no feed: %j", (text) => {
    expect(() => holidaysFromICalendar(text, YEARS)).toThrow(/not an iCalendar feed/);
  });

  it("refuses a range that is none", () => {
    expect(() => holidaysFromICalendar(feed(), { from: "2027-01-01", to: "2026" })).toThrow(
      /not two dates in order/,
    );
  });

  it("gives what a calendar definition takes", () => {
    const text = feed(["UID:1", "DTSTART;VALUE=DATE:20260401", "DTEND;VALUE=DATE:20260403"]);
    const { holidays } = holidaysFromICalendar(text, YEARS);
    const calendar = createCalendar({
      timeZone: "UTC",
      hours: { wednesday: ["09:00-17:00"], thursday: ["09:00-17:00"], friday: ["09:00-17:00"] },
      holidays,
    });
    expect(calendar.nextOpen(Date.parse("2026-04-01T10:00:00Z"))).toBe(Date.parse("2026-04-03T09:00:00Z"));
  });
});
