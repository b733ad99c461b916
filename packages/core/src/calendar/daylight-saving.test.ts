import { describe, expect, it } from "vitest";
import { createCalendar } from "./index.ts";

const EVERY_DAY = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

const everyDay = (timeZone: string, ...openTime: string[]) =>
  createCalendar({ timeZone, hours: Object.fromEntries(EVERY_DAY.map((day) => [day, openTime])) });

/** Open time in [from, to), written in minutes so that a row reads at a glance. */
function openTime(timeZone: string, hours: string, from: string, to: string) {
  const intervals = everyDay(timeZone, hours).intervals(Date.parse(from), Date.parse(to));
  return [...intervals].map(({ start, end }) => `${minute(start)} ${minute(end)}`);
}

const minute = (instant: number) => new Date(instant).toISOString().slice(0, 16);

describe("a wall time that does not exist is as much later as the clock was put forward", () => {
  it.each([
    [
      "a start in the gap: 02:30 becomes 03:30 (zendesk/biz, spec/time_spec.rb; RFC 5545 s.3.3.5)",
      ["America/Los_Angeles", "02:30-05:00", "2014-03-09T08:00Z", "2014-03-10T07:00Z"],
      ["2014-03-09T10:30 2014-03-09T12:00"],
    ],
    [
      "an end in the gap: 02:30 becomes 03:30",
      ["America/Los_Angeles", "01:00-02:30", "2014-03-09T08:00Z", "2014-03-10T07:00Z"],
      ["2014-03-09T09:00 2014-03-09T10:30"],
    ],
    [
      "what that leaves empty is not open (zendesk/biz, spec/periods/after_spec.rb)",
      ["America/Los_Angeles", "02:30-03:15", "2006-04-02T08:00Z", "2006-04-03T07:00Z"],
      [],
    ],
    [
      "a midnight that does not exist is 01:00 (zendesk/biz, spec/time_spec.rb)",
      ["America/Sao_Paulo", "20:00-24:00", "2015-10-17T03:00Z", "2015-10-18T22:00Z"],
      ["2015-10-17T23:00 2015-10-18T03:00"],
    ],
    [
      "by half an hour on Lord Howe Island",
      ["Australia/Lord_Howe", "02:15-04:00", "2025-10-04T14:00Z", "2025-10-05T13:00Z"],
      ["2025-10-04T15:45 2025-10-04T17:00"],
    ],
  ] as const)("%s", (_rule, [timeZone, hours, from, to], expected) => {
    expect(openTime(timeZone, hours, from, to)).toEqual(expected);
  });
});

describe("a wall time that exists twice is the first of the two", () => {
  it.each([
    [
      "a start (zendesk/biz, spec/time_spec.rb; RFC 5545 s.3.3.5)",
      ["America/Los_Angeles", "01:30-05:00", "2014-11-02T07:00Z", "2014-11-03T08:00Z"],
      ["2014-11-02T08:30 2014-11-02T13:00"],
    ],
    [
      "an end",
      ["America/Los_Angeles", "00:30-01:30", "2014-11-02T07:00Z", "2014-11-03T08:00Z"],
      ["2014-11-02T07:30 2014-11-02T08:30"],
    ],
    [
      "both: an hour that happens twice is worked once",
      ["Europe/Berlin", "02:00-02:45", "2025-10-25T22:00Z", "2025-10-26T22:00Z"],
      ["2025-10-26T00:00 2025-10-26T00:45"],
    ],
    [
      "at a change that is not daylight saving: Morocco in Ramadan (zendesk/biz, spec/time_spec.rb)",
      ["Africa/Casablanca", "02:30-04:00", "2026-02-14T23:00Z", "2026-02-15T23:00Z"],
      ["2026-02-15T01:30 2026-02-15T04:00"],
    ],
  ] as const)("%s", (_rule, [timeZone, hours, from, to], expected) => {
    expect(openTime(timeZone, hours, from, to)).toEqual(expected);
  });
});

describe("business time is the time that passes", () => {
  const HOUR = 3_600_000;
  const nights = everyDay("Europe/Berlin", "22:00-06:00");

  it.each([
    ["8 hours in most nights", "2026-02-01T21:00Z", 8],
    ["7 hours in the night of spring forward", "2026-03-28T21:00Z", 7],
    ["9 hours in the night of fall back", "2026-10-24T20:00Z", 9],
  ])("a shift from 22:00 to 06:00 lasts %s", (_rule, from, hours) => {
    const start = Date.parse(from);
    expect(nights.between(start, start + 12 * HOUR)).toBe(hours * HOUR);
    expect(nights.nextClose(start)).toBe(start + hours * HOUR);
  });
});

describe("a local date that a zone skipped has no hours", () => {
  it("Samoa went from Thursday 29 December 2011 to Saturday the 31st", () => {
    expect(openTime("Pacific/Apia", "09:00-17:00", "2011-12-29T10:00Z", "2012-01-01T10:00Z")).toEqual([
      "2011-12-29T19:00 2011-12-30T03:00",
      "2011-12-30T19:00 2011-12-31T03:00",
      "2011-12-31T19:00 2012-01-01T03:00",
    ]);
  });
});
