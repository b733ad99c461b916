import { describe, expect, it } from "vitest";
import { alwaysOpen, createCalendar } from "./index.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const at = (text: string) => Date.parse(text);
const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString());

const everyWeekday = (...openTime: string[]) => ({
  monday: openTime,
  tuesday: openTime,
  wednesday: openTime,
  thursday: openTime,
  friday: openTime,
});

const office = createCalendar({
  timeZone: "UTC",
  hours: everyWeekday("09:00-17:00"),
  holidays: ["2026-03-10"],
});

describe("adding business time", () => {
  it.each([
    ["within a day", "2026-03-02T10:00:00.000Z", 4 * HOUR, "2026-03-02T14:00:00.000Z"],
    ["keeps milliseconds", "2026-03-02T10:00:00.123Z", 4 * HOUR + 1, "2026-03-02T14:00:00.124Z"],
    ["over a night", "2026-03-02T15:00:00.000Z", 4 * HOUR, "2026-03-03T11:00:00.000Z"],
    ["over a weekend", "2026-03-06T15:00:00.000Z", 4 * HOUR, "2026-03-09T11:00:00.000Z"],
    ["over a holiday", "2026-03-09T15:00:00.000Z", 4 * HOUR, "2026-03-11T11:00:00.000Z"],
    [
      "ends at the close when it is used up there",
      "2026-03-02T15:00:00.000Z",
      2 * HOUR,
      "2026-03-02T17:00:00.000Z",
    ],
    [
      "counts from the next opening when closed",
      "2026-03-07T12:00:00.000Z",
      HOUR,
      "2026-03-09T10:00:00.000Z",
    ],
    ["counts from the next opening at a close", "2026-03-06T17:00:00.000Z", HOUR, "2026-03-09T10:00:00.000Z"],
    ["stays where it is for nothing, open", "2026-03-02T10:00:00.000Z", 0, "2026-03-02T10:00:00.000Z"],
    ["stays where it is for nothing, closed", "2026-03-07T10:00:00.000Z", 0, "2026-03-07T10:00:00.000Z"],
    ["goes back for a negative duration", "2026-03-03T10:00:00.000Z", -2 * HOUR, "2026-03-02T16:00:00.000Z"],
    ["over ten years", "2026-03-02T09:00:00.000Z", 10 * 260 * 8 * HOUR, "2036-02-18T17:00:00.000Z"],
  ])("%s", (_rule, from, duration, expected) => {
    expect(iso(office.add(at(from), duration))).toBe(expected);
  });
});

describe("subtracting business time", () => {
  it.each([
    ["within a day", "2026-03-02T14:00:00.000Z", 4 * HOUR, "2026-03-02T10:00:00.000Z"],
    ["over a weekend", "2026-03-09T11:00:00.000Z", 4 * HOUR, "2026-03-06T15:00:00.000Z"],
    [
      "ends at the opening when it is used up there",
      "2026-03-09T11:00:00.000Z",
      2 * HOUR,
      "2026-03-09T09:00:00.000Z",
    ],
    [
      "counts back from the last close when closed",
      "2026-03-07T12:00:00.000Z",
      HOUR,
      "2026-03-06T16:00:00.000Z",
    ],
  ])("%s", (_rule, from, duration, expected) => {
    expect(iso(office.subtract(at(from), duration))).toBe(expected);
  });
});

it("tells open from closed, next open and next close", () => {
  expect(office.isOpen(at("2026-03-02T09:00:00Z"))).toBe(true);
  expect(office.isOpen(at("2026-03-02T17:00:00Z"))).toBe(false);
  expect(iso(office.nextOpen(at("2026-03-06T17:00:00Z")))).toBe("2026-03-09T09:00:00.000Z");
  expect(iso(office.nextOpen(at("2026-03-09T12:00:00Z")))).toBe("2026-03-09T12:00:00.000Z");
  expect(iso(office.nextClose(at("2026-03-09T12:00:00Z")))).toBe("2026-03-09T17:00:00.000Z");
  expect(iso(office.nextClose(at("2026-03-07T12:00:00Z")))).toBe("2026-03-09T17:00:00.000Z");
  expect(office.between(at("2026-03-06T16:00:00Z"), at("2026-03-11T10:00:00Z"))).toBe(10 * HOUR);
  expect(alwaysOpen.add(0, DAY)).toBe(DAY);
  const allWeek = createCalendar({ timeZone: "Europe/Berlin", hours: { monday: ["00:00-24:00"] } });
  expect(
    [...allWeek.intervals(at("2026-03-28T00:00:00Z"), at("2026-04-04T00:00:00Z"))].map(({ start, end }) => [
      iso(start),
      iso(end),
    ]),
  ).toEqual([["2026-03-29T22:00:00.000Z", "2026-03-30T22:00:00.000Z"]]);
});
