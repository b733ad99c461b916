import { spawnSync } from "node:child_process";

/** A series of whole days, as python-dateutil takes it. Dates are `YYYY-MM-DD`. */
export interface Series {
  readonly start: string;
  readonly rules: readonly string[];
  readonly excludedRules: readonly string[];
  readonly dates: readonly string[];
  readonly excludedDates: readonly string[];
}

const PYTHON = "/usr/bin/python3";

/**
 * Two things are mended in python-dateutil. A rule that never holds is followed to the last year of Python, so that is
 * made the last of the range. And the week of the first days of January is taken from the length of the wrong year
 * (2.8.2, `_iterinfo.rebuild`: `self.yearlen - no1wkst`), so weeks are numbered by their fourth day (ISO 8601).
 */
const PROGRAM = `
import dateutil.rrule, json, sys, types, warnings
from datetime import date, datetime, timedelta
from dateutil.rrule import rruleset, rrulestr
warnings.simplefilter("ignore")
asked = json.load(sys.stdin)
first, last = (datetime.fromisoformat(asked[end]) for end in ("from", "to"))
module = dateutil.rrule.datetime
dateutil.rrule.datetime = types.SimpleNamespace(**{**vars(module), "MAXYEAR": last.year})

def week(day, first):
    middle = day - timedelta((day.weekday() - first) % 7 - 3)
    return middle.year, (middle.timetuple().tm_yday - 1) // 7 + 1

def weeks(year, first):
    return max(number for of, number in (week(date(year, 12, day), first) for day in range(25, 32)) if of == year)

rebuild = dateutil.rrule._iterinfo.rebuild

def mended(self, year, month):
    is_new = year != self.lastyear
    rebuild(self, year, month)
    if is_new and self.rrule._byweekno:
        first, chosen = self.rrule._wkst, self.rrule._byweekno
        for index in range(self.yearlen):
            of, number = week(date(year, 1, 1) + timedelta(index), first)
            self.wnomask[index] = int(number in chosen or number - weeks(of, first) - 1 in chosen)

dateutil.rrule._iterinfo.rebuild = mended

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
export function hasDateutil(): boolean {
  return spawnSync(PYTHON, ["-c", "import dateutil.rrule"]).status === 0;
}

/** The days of each series within a range, as python-dateutil works them out; null where it fails. */
export function daysByDateutil(
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
