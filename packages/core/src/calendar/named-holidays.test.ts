import { describe, expect, it } from "vitest";
import { type CalendarDefinition, createCalendar } from "./index.ts";

const berlin: CalendarDefinition = {
  timeZone: "Europe/Berlin",
  hours: { monday: ["09:00-17:00"], friday: ["09:00-17:00"] },
  dates: { "2026-12-24": ["09:00-12:00"] },
  holidays: ["12-24/12-26", "2026-04-03", "2026-05-01"],
  holidayNames: { "12-25": "Christmas Day", "12-24/12-24": "Christmas Eve", "2026-04-03": "Good Friday" },
};
const at = Date.parse;

describe("the holidays of a stretch", () => {
  it.each([
    ["a day", "2026-04-02T22:00Z", "2026-04-03T22:00Z", ["2026-04-03 Good Friday"]],
    ["the instant before it", "2026-04-02T21:00Z", "2026-04-02T22:00Z", []],
    ["its last instant", "2026-04-03T21:59Z", "2026-04-04T12:00Z", ["2026-04-03 Good Friday"]],
    ["nothing", "2026-04-03T12:00Z", "2026-04-03T12:00Z", []],
    ["one without a name", "2026-05-01T00:00Z", "2026-05-02T00:00Z", ["2026-05-01 null"]],
    [
      "yearly ones, but for a date with its own hours",
      "2026-12-23T12:00Z",
      "2026-12-28T12:00Z",
      ["2026-12-25 Christmas Day", "2026-12-26 null"],
    ],
    ["other years", "2027-12-24T12:00Z", "2027-12-24T13:00Z", ["2027-12-24 Christmas Eve"]],
  ])("%s", (_what, from, to, expected) => {
    const holidays = createCalendar(berlin).holidays(at(from), at(to));
    expect(holidays.map(({ date, name }) => `${date} ${name}`)).toEqual(expected);
  });

  it("are those of all calendars of a union, each once", () => {
    const vienna: CalendarDefinition = {
      ...berlin,
      timeZone: "Europe/Vienna",
      holidays: ["2026-04-02", "2026-04-03"],
      holidayNames: { "2026-04-03": "Good Friday" },
    };
    const both = createCalendar({ kind: "union", calendars: [berlin, vienna] });
    expect(both.holidays(at("2026-04-02T12:00Z"), at("2026-04-03T12:00Z"))).toEqual([
      { date: "2026-04-02", name: null },
      { date: "2026-04-03", name: "Good Friday" },
    ]);
    expect(createCalendar({ kind: "always" }).holidays(0, 1)).toEqual([]);
  });

  it("are refused for what is no instant", () => {
    expect(() => createCalendar(berlin).holidays(Number.NaN, 0)).toThrow(/instant/);
  });

  it.each([
    [{ "25 December": "Christmas" }, "holidayNames.25 December"],
    [{ "12-25": "" }, "holidayNames.12-25"],
  ])("have names by dates only: %j", (holidayNames, problem) => {
    expect(() => createCalendar({ ...berlin, holidayNames })).toThrow(problem);
  });
});
