import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { holidaysFromICalendar } from "./index.ts";
import { randomSeries, type Series } from "./testing/randomRules.ts";

const CASES = 2_000;
const RANGE = { from: "2024-01-01", to: "2031-12-31" };
const minutes = 60_000;

const PYTHON = "/usr/bin/python3";

/** python-dateutil follows a rule that never matches to its last year, so end the range there. */
const PROGRAM = `
import dateutil.rrule, json, sys, types, warnings
from datetime import datetime
from dateutil.rrule import rruleset, rrulestr
warnings.simplefilter("ignore")
asked = json.load(sys.stdin)
first, last = (datetime.fromisoformat(asked[end]) for end in ("from", "to"))
module = dateutil.rrule.datetime
dateutil.rrule.datetime = types.SimpleNamespace(**{**vars(module), "MAXYEAR": last.year})

def rule(text, start):
    return rrulestr(text, dtstart=start)

def days(series):
    start = datetime.fromisoformat(series["start"])
    result = rruleset()
    for text in series["rules"]: result.rrule(rule(text, start))
    if not series["rules"]: result.rdate(start)
    for text in series["excludedRules"]: result.exrule(rule(text, start))
    for day in series["dates"]: result.rdate(datetime.fromisoformat(day))
    for day in series["excludedDates"]: result.exdate(datetime.fromisoformat(day))
    try:
        return [day.date().isoformat() for day in result if first <= day <= last]
    except IndexError: # BYDAY=53MO in years that have none
        return None

json.dump([days(series) for series in asked["series"]], sys.stdout)
`;

/** Whether python-dateutil is installed. */
function hasDateutil(): boolean {
  return spawnSync(PYTHON, ["-c", "import dateutil.rrule"]).status === 0;
}

/** The days of each series within a range, according to python-dateutil; null if it fails. */
function daysByDateutil(
  series: readonly Series[],
  range: { readonly from: string; readonly to: string },
): readonly (readonly string[] | null)[] {
  const { status, stdout, stderr } = spawnSync(PYTHON, ["-c", PROGRAM], {
    input: JSON.stringify({ ...range, series }),
    encoding: "utf8",
    maxBuffer: 200_000_000,
  });
  if (status !== 0) throw new Error(`python-dateutil failed: ${stderr}`);
  const days: (readonly string[] | null)[] = JSON.parse(stdout);
  return days;
}

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
      expect(ambiguous.filter((reason) => !reason.includes("differently"))).toEqual([]);
      expect(failures).toBeLessThan(CASES / 20);
      expect(ambiguous.length).toBeLessThan(CASES / 20);
    },
    5 * minutes,
  );
});
