import { describe, expect, test } from "vitest";
import { holidaysFromICalendar } from "./index.ts";
import { daysByDateutil, hasDateutil, type Series } from "./testing/dateutil.ts";
import { randomSeries } from "./testing/randomRules.ts";

const CASES = 2_000;
const RANGE = { from: "2024-01-01", to: "2031-12-31" };
const minutes = 60_000;

const compact = (date: string) => date.replaceAll("-", "");

function feedOf({ start, rules, excludedRules, dates, excludedDates }: Series): string {
  return [
    "BEGIN:VCALENDAR",
    "BEGIN:VEVENT",
    `DTSTART;VALUE=DATE:${compact(start)}`,
    ...rules.map((rule) => `RRULE:${rule}`),
    ...excludedRules.map((rule) => `EXRULE:${rule}`),
    ...dates.map((date) => `RDATE;VALUE=DATE:${compact(date)}`),
    ...excludedDates.map((date) => `EXDATE;VALUE=DATE:${compact(date)}`),
    "END:VEVENT",
    "END:VCALENDAR",
  ].join("\r\n");
}

const isInstalled = hasDateutil();

if (!isInstalled) {
  test.skip("rules against python-dateutil: it is not installed, run scripts/services.sh dateutil", () => {});
  test.runIf(process.env.CI === "true")("python-dateutil is installed where it has to be", () => {
    expect(isInstalled).toBe(true);
  });
}

describe.runIf(isInstalled)("python-dateutil", () => {
  test(
    `agrees on ${CASES} random series, but for those that are left out because programs differ`,
    () => {
      const series = Array.from({ length: CASES }, (_, seed) => randomSeries(seed));
      const expected = daysByDateutil(series, RANGE);
      const ambiguous: string[] = [];
      let days = 0;
      let failures = 0;
      for (const [index, each] of series.entries()) {
        const { holidays, leftOut } = holidaysFromICalendar(feedOf(each), RANGE);
        const refusal = leftOut.find(({ reason }) => reason.includes("can't be followed"));
        if (refusal !== undefined) {
          ambiguous.push(refusal.reason);
          continue;
        }
        if (expected[index] === null) {
          failures++;
          continue;
        }
        days += holidays.length;
        expect(holidays, JSON.stringify(each)).toEqual(expected[index]);
      }
      console.log(
        `python-dateutil: ${CASES} series, ${days} days agree, ${ambiguous.length} series left out, ${failures} that it fails on itself`,
      );
      expect(new Set(ambiguous).size).toBeLessThanOrEqual(1);
      expect(ambiguous.filter((reason) => !reason.includes("in different ways"))).toEqual([]);
      expect(ambiguous.length).toBeLessThan(CASES / 20);
    },
    5 * minutes,
  );
});
