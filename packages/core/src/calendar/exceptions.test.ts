import { describe, expect, it } from "vitest";
import { type CalendarDefinition, createCalendar } from "./index.ts";

function openTime(definition: CalendarDefinition, from: string, to: string) {
  const intervals = createCalendar(definition).intervals(Date.parse(`${from}Z`), Date.parse(`${to}Z`));
  return [...intervals].map(({ start, end }) => `${minute(start)} ${minute(end)}`);
}

const minute = (instant: number) => new Date(instant).toISOString().slice(0, 16);

const weekdays = (...openTime: string[]) => ({
  monday: openTime,
  tuesday: openTime,
  wednesday: openTime,
  thursday: openTime,
  friday: openTime,
});

describe("hours", () => {
  it("leave breaks between intervals, in whatever order they are written", () => {
    const definition = { timeZone: "UTC", hours: { monday: ["13:00-17:00", "09:00-12:00"] } };
    expect(openTime(definition, "2026-03-02T00:00", "2026-03-03T00:00")).toEqual([
      "2026-03-02T09:00 2026-03-02T12:00",
      "2026-03-02T13:00 2026-03-02T17:00",
    ]);
  });

  it("that touch are one, also over midnight", () => {
    const definition = {
      timeZone: "UTC",
      hours: { monday: ["12:00-13:00", "20:00-24:00"], tuesday: ["00:00-06:00"] },
    };
    expect(openTime(definition, "2026-03-02T00:00", "2026-03-04T00:00")).toEqual([
      "2026-03-02T12:00 2026-03-02T13:00",
      "2026-03-02T20:00 2026-03-03T06:00",
    ]);
  });

  it("may be in seconds", () => {
    const calendar = createCalendar({ timeZone: "UTC", hours: { monday: ["09:00:30-09:00:45"] } });
    expect(calendar.between(Date.parse("2026-03-02T00:00Z"), Date.parse("2026-03-03T00:00Z"))).toBe(15_000);
  });

  it("that cover the whole week never close", () => {
    const allDay = ["00:00-24:00"];
    const hours = { ...weekdays(...allDay), saturday: allDay, sunday: allDay };
    const calendar = createCalendar({ timeZone: "Europe/Berlin", hours });
    expect(calendar.nextClose(Date.parse("2026-03-02T00:00Z"))).toBeNull();
    expect(openTime({ timeZone: "Europe/Berlin", hours }, "2026-03-02T00:00", "2029-03-02T00:00")).toEqual([
      "2026-03-02T00:00 2029-03-02T00:00",
    ]);
  });

  it("do not end where the engine's own stretches of time do", () => {
    const allDay = ["00:00-24:00"];
    const hours = { ...weekdays(...allDay), saturday: allDay, sunday: allDay };
    const calendar = createCalendar({ timeZone: "UTC", hours, holidays: ["2026-03-02", "2036-03-02"] });
    expect(calendar.nextClose(Date.parse("2026-03-03T00:00Z"))).toBe(Date.parse("2036-03-02T00:00Z"));
  });
});

describe("holidays", () => {
  const week = { timeZone: "UTC", hours: weekdays("09:00-17:00") };

  it.each([
    ["a date", ["2026-03-03"], ["03-02", "03-04", "03-05"]],
    ["a range, both ends counted in", ["2026-03-03/2026-03-04"], ["03-02", "03-05"]],
    ["every year", ["03-03"], ["03-02", "03-04", "03-05"]],
    ["a range of every year", ["03-01/03-03"], ["03-04", "03-05"]],
    ["a range over New Year", ["12-24/03-02"], ["03-03", "03-04", "03-05"]],
    ["of another year", ["2025-03-03"], ["03-02", "03-03", "03-04", "03-05"]],
  ])("close %s", (_rule, holidays, open) => {
    expect(openTime({ ...week, holidays }, "2026-03-02T00:00", "2026-03-06T00:00")).toEqual(
      open.map((day) => `2026-${day}T09:00 2026-${day}T17:00`),
    );
  });

  it("on 29 February come in leap years only", () => {
    const definition = { ...week, holidays: ["02-29"] };
    expect(openTime(definition, "2028-02-29T00:00", "2028-03-01T00:00")).toEqual([]);
    expect(openTime(definition, "2027-03-01T00:00", "2027-03-02T00:00")).toHaveLength(1);
  });

  it("follow the local date, not UTC's", () => {
    const definition = {
      timeZone: "Pacific/Auckland",
      hours: weekdays("09:00-17:00"),
      holidays: ["2026-03-03"],
    };
    expect(openTime(definition, "2026-03-02T12:00", "2026-03-03T12:00")).toEqual([]);
  });

  it("end a night shift at their midnight, and keep their own from starting", () => {
    const nights = { timeZone: "UTC", hours: weekdays("22:00-06:00"), holidays: ["2026-03-03"] };
    expect(openTime(nights, "2026-03-02T12:00", "2026-03-05T00:00")).toEqual([
      "2026-03-02T22:00 2026-03-03T00:00",
      "2026-03-04T22:00 2026-03-05T00:00",
    ]);
  });
});

describe("dates with their own hours", () => {
  const week = { timeZone: "UTC", hours: weekdays("09:00-17:00") };

  it("replace the week's hours", () => {
    expect(
      openTime({ ...week, dates: { "2026-03-03": ["10:00-11:00"] } }, "2026-03-03T00:00", "2026-03-04T00:00"),
    ).toEqual(["2026-03-03T10:00 2026-03-03T11:00"]);
  });

  it("open days that are closed in the week", () => {
    expect(
      openTime({ ...week, dates: { "2026-03-07": ["10:00-11:00"] } }, "2026-03-07T00:00", "2026-03-08T00:00"),
    ).toEqual(["2026-03-07T10:00 2026-03-07T11:00"]);
  });

  it("win over a holiday", () => {
    const definition = { ...week, holidays: ["2026-03-03"], dates: { "2026-03-03": ["10:00-11:00"] } };
    expect(openTime(definition, "2026-03-03T00:00", "2026-03-04T00:00")).toHaveLength(1);
  });

  it("may be all there is: shifts", () => {
    const shifts = createCalendar({
      name: "Fair",
      timeZone: "UTC",
      dates: { "2026-03-03": ["22:00-06:00"] },
    });
    expect(shifts.nextOpen(Date.parse("2026-01-01T00:00Z"))).toBe(Date.parse("2026-03-03T22:00Z"));
    expect(shifts.nextClose(Date.parse("2026-01-01T00:00Z"))).toBe(Date.parse("2026-03-04T06:00Z"));
    expect(shifts.nextOpen(Date.parse("2026-03-04T06:00Z"))).toBeNull();
    expect(shifts.nextClose(Date.parse("2026-03-04T06:00Z"))).toBeNull();
    expect(shifts.add(Date.parse("2026-03-04T00:00Z"), 6 * 3_600_000)).toBe(Date.parse("2026-03-04T06:00Z"));
    expect(() => shifts.add(Date.parse("2026-03-04T00:00Z"), 6 * 3_600_000 + 1)).toThrow(
      /^Calendar "Fair" has less than 21600001 ms of open time after 2026-03-04T00:00:00.000Z/,
    );
    expect(() => shifts.subtract(Date.parse("2026-03-03T00:00Z"), 1)).toThrow(/before 2026-03-03/);
  });
});

describe("a union", () => {
  it("is open when any of its calendars is, each in its own zone", () => {
    const hours = { monday: ["09:00-17:00"] };
    const calendars = [
      { timeZone: "Europe/Berlin", hours },
      { timeZone: "America/New_York", hours },
    ];
    expect(openTime({ kind: "union", calendars }, "2026-01-05T00:00", "2026-01-06T00:00")).toEqual([
      "2026-01-05T08:00 2026-01-05T22:00",
    ]);
  });

  it("with a calendar that is always open is always open", () => {
    const calendar = createCalendar({ kind: "union", calendars: [{ kind: "always" }] });
    expect(calendar.add(0, 5)).toBe(5);
    expect(calendar.nextClose(0)).toBeNull();
  });
});
