import { Cron as Croner } from "croner";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cron, parseCron } from "./cron.ts";
import { nextTime, previousTime } from "./cronTimes.ts";

function parsed(text: string): Cron {
  const cron = parseCron(text);
  if (typeof cron === "string") throw new Error(`${text} ${cron}`);
  return cron;
}

/** The next times after an instant, as ISO in UTC. */
function timesAfter(text: string, timeZone: string, from: string, count: number): readonly string[] {
  const cron = parsed(text);
  const found: string[] = [];
  for (let at: number | null = Date.parse(from); found.length < count; ) {
    at = nextTime(cron, timeZone, at);
    if (at === null) break;
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
}

describe("expressions", () => {
  test.each([
    "* * * *",
    "* * * * * *",
    "",
    "60 * * * *",
    "-1 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * 32 * *",
    "* * * 13 *",
    "* * * * 8",
    "*/0 * * * *",
    "5-1 * * * *",
    "1,,2 * * * *",
    "a * * * *",
    "* * * foo *",
    "1.5 * * * *",
    "1-2-3 * * * *",
    "0 0 30 2 *",
    "0 0 31 4,6,9,11 *",
    `${"1,".repeat(100)}1 * * * *`,
  ])("%j is refused with what is wrong", (text) => {
    expect(parseCron(text)).toEqual(expect.any(String));
  });

  test.each([
    ["  0   9 * * MON-FRI ", ["2026-03-02T09:00", "2026-03-03T09:00"]],
    ["0 9 * * 7", ["2026-03-01T09:00", "2026-03-08T09:00"]],
    ["*/20 8-9 * * *", ["2026-03-01T08:00", "2026-03-01T08:20"]],
    ["5/25 0 * jan,mar *", ["2026-03-01T00:05", "2026-03-01T00:30"]],
    ["0 0 29 2 *", ["2028-02-29T00:00", "2032-02-29T00:00"]],
    ["0 0 13 * fri", ["2026-03-06T00:00", "2026-03-13T00:00"]],
    ["0 0 */2 * mon", ["2026-03-09T00:00", "2026-03-23T00:00"]],
    ["0 0 31 * *", ["2026-03-31T00:00", "2026-05-31T00:00"]],
  ])("%j is read as Vixie cron reads it", (text, wanted) => {
    expect(timesAfter(text, "UTC", "2026-02-28T23:59:59.999Z", 2)).toEqual(wanted);
  });

  test("eight years without a 29th of February are bridged", () => {
    expect(timesAfter("0 0 29 2 *", "UTC", "2096-03-01T00:00Z", 1)).toEqual(["2104-02-29T00:00"]);
  });
});

describe("when the clocks change", () => {
  test.each([
    [
      "a time that is skipped is as much later",
      "30 2 * * *",
      "Europe/Berlin",
      "2026-03-28T12:00Z",
      ["2026-03-29T01:30", "2026-03-30T00:30"],
    ],
    [
      "a time that occurs twice counts once, the first time",
      "30 2 * * *",
      "Europe/Berlin",
      "2026-10-24T12:00Z",
      ["2026-10-25T00:30", "2026-10-26T01:30"],
    ],
    [
      "two times that become one count once",
      "30 2,3 * * *",
      "Europe/Berlin",
      "2026-03-28T12:00Z",
      ["2026-03-29T01:30", "2026-03-30T00:30"],
    ],
    [
      "every hour goes on through an hour that occurs twice",
      "15 * * * *",
      "Europe/Berlin",
      "2026-10-24T23:20Z",
      ["2026-10-25T00:15", "2026-10-25T01:15", "2026-10-25T02:15"],
    ],
    [
      "every hour has none for an hour that is skipped",
      "15 * * * *",
      "Europe/Berlin",
      "2026-03-29T00:00Z",
      ["2026-03-29T00:15", "2026-03-29T01:15", "2026-03-29T02:15"],
    ],
    [
      "in the south as well",
      "30 2 * * *",
      "Australia/Sydney",
      "2026-10-03T00:00Z",
      ["2026-10-03T16:30", "2026-10-04T15:30"],
    ],
    [
      "where the clock changes by half an hour",
      "15 2 * * *",
      "Australia/Lord_Howe",
      "2026-10-03T00:00Z",
      ["2026-10-03T15:45", "2026-10-04T15:15"],
    ],
    [
      "at midnight",
      "0 0 * * *",
      "America/Santiago",
      "2026-09-05T12:00Z",
      ["2026-09-06T04:00", "2026-09-07T03:00"],
    ],
    [
      "where a whole day was skipped",
      "0 9 * * *",
      "Pacific/Apia",
      "2011-12-29T00:00Z",
      ["2011-12-29T19:00", "2011-12-30T19:00", "2011-12-31T19:00"],
    ],
  ])("%s", (_title, text, zone, from, wanted) => {
    expect(timesAfter(text, zone, from, wanted.length)).toEqual(wanted);
  });
});

const number = (min: number, max: number) => fc.integer({ min, max }).map(String);
const field = (min: number, max: number) =>
  fc.oneof(
    fc.constant("*"),
    number(min, max),
    fc.integer({ min: 2, max: Math.min(9, max) }).map((step) => `*/${step}`),
    fc
      .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
      .map(([one, other]) => `${Math.min(one, other)}-${Math.max(one, other)}`),
    fc.array(number(min, max), { minLength: 2, maxLength: 4 }).map((list) => list.join(",")),
  );
/** If one of the two days is `*`: croner treats a step of days as a restriction, Vixie cron does not. */
const days = fc.oneof(
  fc.tuple(field(1, 28), fc.constant("*")),
  fc.tuple(fc.constant("*"), field(0, 6)),
  fc.tuple(number(1, 28), number(0, 6)),
);
const expressions = fc
  .tuple(field(0, 59), field(0, 23), days, field(1, 12))
  .map(([minute, hour, [day, weekday], month]) => `${minute} ${hour} ${day} ${month} ${weekday}`);
const moments = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });

test("croner gives the same times, in zones without changes of the clock", () => {
  fc.assert(
    fc.property(
      expressions,
      moments,
      fc.constantFrom("UTC", "Asia/Kolkata", "America/Phoenix"),
      (text, from, zone) => {
        const theirs = new Croner(text, { timezone: zone }).nextRuns(5, new Date(from));
        const ours: number[] = [];
        for (let at: number | null = from; at !== null && ours.length < 5; ) {
          at = nextTime(parsed(text), zone, at);
          if (at !== null) ours.push(at);
        }
        expect(ours).toEqual(theirs.map((time) => time.getTime()));
      },
    ),
    { numRuns: 300 },
  );
});

test("going back meets the same times as going forward, wherever the clocks change", () => {
  const zones = fc.constantFrom(
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
  );
  fc.assert(
    fc.property(expressions, moments, zones, (text, from, zone) => {
      const cron = parsed(text);
      const next = nextTime(cron, zone, from);
      if (next === null) return;
      expect(next).toBeGreaterThan(from);
      expect(previousTime(cron, zone, next)).toBe(next);
      expect(previousTime(cron, zone, next - 1) ?? Number.NEGATIVE_INFINITY).toBeLessThanOrEqual(from);
    }),
    { numRuns: 300 },
  );
});
