import { describe, expect, it } from "vitest";
import { holidaysFromICalendar } from "./index.ts";
import { feed } from "./testing/feed.ts";

const YEARS = { from: "2026-01-01", to: "2029-12-31" };

const holidaysOf = (start: string, ...lines: readonly string[]) =>
  holidaysFromICalendar(feed([`DTSTART;VALUE=DATE:${start}`, ...lines]), YEARS).holidays;

describe("recurrence rules", () => {
  it.each([
    [
      "a weekday of a week of the year",
      "20260516",
      "FREQ=YEARLY;BYWEEKNO=20;BYDAY=SA",
      ["2026-05-16", "2027-05-22", "2028-05-20", "2029-05-19"],
    ],
    ["a week that only long years have", "20261228", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", ["2026-12-28"]],
    [
      "the last week",
      "20261228",
      "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=TH",
      ["2026-12-31", "2027-12-30", "2028-12-28", "2029-12-27"],
    ],
    [
      "week 1 where it begins in the year before",
      "20251229",
      "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO",
      ["2027-01-04", "2028-01-03", "2029-01-01", "2029-12-31"],
    ],
    [
      "weeks that begin on Sunday",
      "20260104",
      "FREQ=YEARLY;BYWEEKNO=1;BYDAY=SU;WKST=SU",
      ["2026-01-04", "2027-01-03", "2028-01-02", "2028-12-31", "2029-12-30"],
    ],
    [
      "the 52nd Monday of a year",
      "20261228",
      "FREQ=YEARLY;BYDAY=52MO",
      ["2026-12-28", "2027-12-27", "2028-12-25", "2029-12-24"],
    ],
    ["the 53rd, which few years have", "20260101", "FREQ=YEARLY;BYDAY=53TH", ["2026-12-31"]],
    [
      "the last but one Friday of a year",
      "20261218",
      "FREQ=YEARLY;BYDAY=-2FR",
      ["2026-12-18", "2027-12-24", "2028-12-22", "2029-12-21"],
    ],
    [
      "29 February in a list of months",
      "20240229",
      "FREQ=YEARLY;BYMONTH=2,3",
      ["2026-03-29", "2027-03-29", "2028-02-29", "2028-03-29", "2029-03-29"],
    ],
    ["29 February, by month", "20240229", "FREQ=YEARLY;BYMONTH=2", ["2028-02-29"]],
    ["29 February, every second year", "20240229", "FREQ=YEARLY;INTERVAL=2", ["2028-02-29"]],
    [
      "the 31st, in months that have it",
      "20260131",
      "FREQ=MONTHLY;COUNT=4",
      ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31"],
    ],
    [
      "the last day of every third month",
      "20260131",
      "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1;COUNT=5",
      ["2026-01-31", "2026-04-30", "2026-07-31", "2026-10-31", "2027-01-31"],
    ],
    [
      "days from the end of February, every second year",
      "20260226",
      "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=-3,-1",
      ["2026-02-26", "2026-02-28", "2028-02-27", "2028-02-29"],
    ],
    [
      "the last day of a year",
      "20261231",
      "FREQ=YEARLY;BYYEARDAY=-1",
      ["2026-12-31", "2027-12-31", "2028-12-31", "2029-12-31"],
    ],
    ["the 366th day", "20241231", "FREQ=YEARLY;BYYEARDAY=366", ["2028-12-31"]],
    [
      "the last working day of a year",
      "20261231",
      "FREQ=YEARLY;BYMONTH=12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
      ["2026-12-31", "2027-12-31", "2028-12-29", "2029-12-31"],
    ],
    [
      "Monday before 25 May, Victoria Day",
      "20260518",
      "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=18,19,20,21,22,23,24;BYDAY=MO",
      ["2026-05-18", "2027-05-24", "2028-05-22", "2029-05-21"],
    ],
    [
      "in small letters, with a semicolon too many",
      "20260501",
      "freq=yearly;until=20270601;",
      ["2026-05-01", "2027-05-01"],
    ],
    ["with times of day, which dates ignore", "20260501", "FREQ=YEARLY;BYHOUR=9;COUNT=1", ["2026-05-01"]],
    [
      "in the Gregorian calendar",
      "20260501",
      "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=OMIT;COUNT=1",
      ["2026-05-01"],
    ],
  ])("%s", (_rule, start, rule, expected) => {
    const { holidays, leftOut } = holidaysFromICalendar(
      feed([`DTSTART;VALUE=DATE:${start}`, `RRULE:${rule}`]),
      YEARS,
    );
    expect(holidays).toEqual(expected);
    expect(leftOut.filter(({ reason }) => !reason.includes("does not match its rule"))).toEqual([]);
  });

  it.each([
    ["FREQ=YEARLY;BYWEEKNO=20", "which days of the week"],
    ["FREQ=MONTHLY;BYWEEKNO=20;BYDAY=MO", "only allowed in yearly rules"],
    ["FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "has numbered weekdays"],
    ["FREQ=WEEKLY;BYDAY=1MO", "has numbered weekdays"],
    ["FREQ=MONTHLY;BYDAY=MO,2TU", "mixes"],
    ["FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs"],
    ["FREQ=YEARLY;BYEASTER=0", "BYEASTER"],
    ["RSCALE=CHINESE;FREQ=YEARLY", "RSCALE"],
    ["RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD", "SKIP"],
    ["FREQ=HOURLY", "hourly"],
    ["FREQ=FORTNIGHTLY", "FORTNIGHTLY"],
    ["INTERVAL=2", "no FREQ"],
    ["FREQ=YEARLY;FREQ=DAILY", "twice"],
    ["FREQ=DAILY;INTERVAL=0", "INTERVAL=0"],
    ["FREQ=DAILY;COUNT=0", "COUNT=0"],
    ["FREQ=DAILY;COUNT=-1", "COUNT=-1"],
    ["FREQ=DAILY;UNTIL=20260231", "not a date"],
    ["FREQ=YEARLY;BYMONTH=13", "BYMONTH=13"],
    ["FREQ=YEARLY;BYMONTH=5L", "BYMONTH=5L"],
    ["FREQ=YEARLY;BYMONTHDAY=0", "BYMONTHDAY=0"],
    ["FREQ=YEARLY;BYDAY=0MO", "BYDAY=0MO"],
    ["FREQ=YEARLY;BYDAY=XX", "BYDAY=XX"],
    ["FREQ=YEARLY;BYYEARDAY=367", "BYYEARDAY=367"],
    ["FREQ=YEARLY;WKST=1", "WKST=1"],
    ["YD1 #0", "NAME=VALUE"],
    ["", "no FREQ"],
  ])("leaves out %j and says why", (rule, reason) => {
    const { holidays, leftOut } = holidaysFromICalendar(
      feed(["SUMMARY:Odd", "DTSTART;VALUE=DATE:20260501", `RRULE:${rule}`]),
      YEARS,
    );
    expect(holidays).toEqual([]);
    expect(leftOut).toEqual([{ summary: "Odd", reason: expect.stringContaining(reason) }]);
  });

  it("counts weeks in their whole, and leaves out a first week that programs count in different ways", () => {
    const weekly = "FREQ=WEEKLY;BYDAY=MO,TU,WE;BYSETPOS=2;COUNT=2";
    expect(holidaysOf("20260504", `RRULE:${weekly}`)).toEqual(["2026-05-05", "2026-05-12"]);
    const { leftOut } = holidaysFromICalendar(
      feed(["DTSTART;VALUE=DATE:20260505", `RRULE:${weekly}`]),
      YEARS,
    );
    expect(leftOut[0]?.reason).toContain("differently");
  });

  it("names a start on which the rule does not hold, as it is no holiday", () => {
    const { holidays, leftOut } = holidaysFromICalendar(
      feed([
        "SUMMARY:Thanksgiving",
        "DTSTART;VALUE=DATE:20260101",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=1",
      ]),
      YEARS,
    );
    expect(holidays).toEqual(["2026-11-26"]);
    expect(leftOut).toEqual([
      {
        summary: "Thanksgiving",
        reason: "its start, 2026-01-01, does not match its rule; that day is left out",
      },
    ]);
  });

  it("unites several rules, and takes away those of EXRULE", () => {
    expect(
      holidaysOf(
        "20260501",
        "RRULE:FREQ=YEARLY",
        "RRULE:FREQ=YEARLY;BYMONTH=5,6",
        "EXRULE:FREQ=YEARLY;INTERVAL=2;BYMONTH=5",
      ),
    ).toEqual(["2026-06-01", "2027-05-01", "2027-06-01", "2028-06-01", "2029-05-01", "2029-06-01"]);
  });

  it("leaves out an event whose EXRULE can't be followed, as nothing about it is certain", () => {
    const { holidays, leftOut } = holidaysFromICalendar(
      feed(["DTSTART;VALUE=DATE:20260501", "RRULE:FREQ=YEARLY", "EXRULE:FREQ=HOURLY"]),
      YEARS,
    );
    expect(holidays).toEqual([]);
    expect(leftOut).toHaveLength(1);
  });

  it.each([
    ["FREQ=DAILY", 1_461],
    ["FREQ=DAILY;COUNT=13200", 51],
    ["FREQ=DAILY;INTERVAL=7", 209],
    ["FREQ=WEEKLY;BYDAY=SA,SU", 418],
    ["FREQ=MONTHLY;BYMONTHDAY=-1", 48],
  ])("follows %s since 1990 to the end of the range", (rule, count) => {
    const { holidays, leftOut } = holidaysFromICalendar(
      feed(["DTSTART;VALUE=DATE:19900101", `RRULE:${rule}`]),
      YEARS,
    );
    expect(holidays).toHaveLength(count);
    expect(leftOut).toEqual([]);
  });

  it("is complete over decades", () => {
    const { holidays, leftOut } = holidaysFromICalendar(
      feed(["DTSTART;VALUE=DATE:19900101", "RRULE:FREQ=DAILY"]),
      { from: "1980-01-01", to: "2030-12-31" },
    );
    expect([holidays.length, holidays[0], holidays.at(-1), leftOut]).toEqual([
      14_975,
      "1990-01-01",
      "2030-12-31",
      [],
    ]);
  });
});
