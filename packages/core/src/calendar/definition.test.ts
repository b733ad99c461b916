import { describe, expect, it } from "vitest";
import * as z from "zod";
import { alwaysOpen, CalendarError, calendarDefinitionSchema, createCalendar } from "./index.ts";

/** What is wrong with a definition, which can be any JSON value. */
function problemsOf(json: string): readonly string[] {
  try {
    createCalendar(JSON.parse(json));
    return [];
  } catch (error) {
    if (error instanceof CalendarError && error.code === "invalid_calendar") return error.problems;
    throw error;
  }
}

const monday = (...openTime: string[]) => JSON.stringify({ timeZone: "UTC", hours: { monday: openTime } });

describe("a definition that can't be right is refused, and the message says what to do", () => {
  it.each([
    ["overlap", monday("09:00-12:00", "11:00-13:00"), 'hours.monday: "09:00-12:00" overlaps "11:00-13:00"'],
    [
      "overlap over midnight",
      JSON.stringify({ timeZone: "UTC", hours: { sunday: ["22:00-06:00"], monday: ["05:00-09:00"] } }),
      `hours.sunday: "22:00-06:00" overlaps "monday's 05:00-09:00"`,
    ],
    ["empty interval", monday("09:00-09:00"), 'hours.monday.0: "09:00-09:00" is empty'],
    ["empty day", monday(), "hours.monday: is empty"],
    ["empty calendar", JSON.stringify({ timeZone: "UTC" }), "hours: is empty"],
    ["malformed interval", monday("9-17"), 'hours.monday.0: "9-17" is malformed; write it as "09:00-17:00"'],
    ["no such time", monday("09:00-25:00"), "the end must be between 00:00 and 24:00"],
    ["no such start", monday("24:00-06:00"), "the start must be between 00:00 and 23:59:59"],
    ["misspelt day", JSON.stringify({ timeZone: "UTC", hours: { mondy: [] } }), '"mondy" is not known here'],
    ["misspelt key", JSON.stringify({ timeZone: "UTC", hour: {} }), '"hour" is not known here'],
    ["no such zone", JSON.stringify({ timeZone: "Europe/Berln" }), '"Europe/Berln" is not a time zone'],
    ["no zone", JSON.stringify({ hours: {} }), "timeZone: must be an IANA name"],
    [
      "no such kind",
      JSON.stringify({ kind: "monthly" }),
      'kind: must be "weekly" (or left out), "union" or "always"',
    ],
    ["empty union", JSON.stringify({ kind: "union", calendars: [] }), "calendars: is empty"],
    [
      "a part of a union",
      JSON.stringify({ kind: "union", calendars: [{ kind: "always" }, { timeZone: "Mars" }] }),
      'calendars.1.timeZone: "Mars" is not a time zone',
    ],
    [
      "no such date",
      JSON.stringify({ timeZone: "UTC", dates: { "2026-02-29": ["09:00-10:00"] } }),
      "dates.2026-02-29: is not a date",
    ],
    [
      "no such holiday",
      JSON.stringify({ timeZone: "UTC", hours: { monday: ["09:00-10:00"] }, holidays: ["25 December"] }),
      'holidays.0: "25 December" is not a valid holiday; write a date "2026-12-25"',
    ],
    [
      "a range the wrong way round",
      JSON.stringify({
        timeZone: "UTC",
        hours: { monday: ["09:00-10:00"] },
        holidays: ["2026-05-01/2026-04-01"],
      }),
      'holidays.0: "2026-05-01/2026-04-01" ends before it starts',
    ],
    ["nothing", "null", "expected object"],
  ])("%s", (_mistake, json, expected) => {
    expect(problemsOf(json).join("\n")).toContain(expected);
  });

  it("lists all mistakes in one message, with the calendar's name", () => {
    const definition = { name: "Berlin", timeZone: "X", hours: { monday: ["a"] }, holidays: ["b"] };
    expect(() => createCalendar(definition)).toThrow(
      /^Calendar "Berlin" is not valid:\n- timeZone: .*\n- hours\.monday\.0: .*\n- holidays\.0: /,
    );
  });
});

it("a definition is JSON, and its schema can be published as JSON Schema", () => {
  const definition = { timeZone: "Europe/Berlin", hours: { monday: ["09:00-17:00"] }, holidays: ["12-25"] };
  expect(calendarDefinitionSchema.parse(JSON.parse(JSON.stringify(definition)))).toEqual(definition);
  expect(z.toJSONSchema(calendarDefinitionSchema)).toHaveProperty("oneOf");
});

describe("arguments that are no instants or durations are refused", () => {
  const office = createCalendar({ name: "Office", timeZone: "UTC", hours: { monday: ["09:00-17:00"] } });
  const wrong = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e16];

  it.each(wrong)("the instant %d", (instant) => {
    for (const calendar of [office, alwaysOpen]) {
      const calls = [
        () => calendar.add(instant, 1),
        () => calendar.subtract(instant, 1),
        () => calendar.between(instant, 0),
        () => calendar.between(0, instant),
        () => calendar.isOpen(instant),
        () => calendar.nextOpen(instant),
        () => calendar.nextClose(instant),
        () => [...calendar.intervals(instant, 0)],
        () => [...calendar.intervals(0, instant)],
      ];
      for (const call of calls)
        expect(call).toThrow(/received the instant .* outside the years 1900 to 2199/);
    }
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("the duration %d", (duration) => {
    for (const calendar of [office, alwaysOpen]) {
      expect(() => calendar.add(0, duration)).toThrow(/received the duration .* not a finite number/);
      expect(() => calendar.subtract(0, duration)).toThrow(/received the duration/);
    }
  });

  it("and more open time than there is says so, with the calendar's name", () => {
    expect(() => office.add(0, 1e15)).toThrow(/^Calendar "Office" has less than 1000000000000000 ms/);
  });
});
