import { describe, expect, it } from "vitest";
import { holidaysFromICalendar, isObservance } from "./index.ts";
import { feed } from "./testing/feed.ts";

const YEARS = { from: "2026-01-01", to: "2026-12-31" };
const holiday = ["SUMMARY:Labour Day", "DTSTART;VALUE=DATE:20260501", "DESCRIPTION:Public holiday"];

describe("observances", () => {
  it.each([
    [
      "Google",
      "DESCRIPTION:Observance\\nTo hide observances\\, go to Google Calendar Settings > Holidays in Ireland",
    ],
    [
      "Google, in German",
      "DESCRIPTION:Gedenktag\\nWenn du Gedenktage ausblenden möchtest\\, öffne in Google Kalender die Einstellungen",
    ],
    ["a category", "CATEGORIES:Holiday,Observance"],
    ["a note", "DESCRIPTION:Mother's Day (Not a Public Holiday)"],
  ])("are left out as marked by %s", (_who, line) => {
    const day = ["SUMMARY:Mother's Day", "DTSTART;VALUE=DATE:20260510", line];
    const { holidays, leftOut } = holidaysFromICalendar(feed(holiday, day), YEARS);
    expect(holidays).toEqual(["2026-05-01"]);
    expect(leftOut).toEqual([
      { summary: "Mother's Day", reason: "it is an observance, not a public holiday" },
    ]);
  });

  it.each([
    ["Public holiday in Bavaria"],
    ["Public holiday\\nObserved on Monday where it falls on a weekend"],
    ["Independence Day (observed)"],
    [""],
  ])("are not holidays such as %j", (description) => {
    const day = ["DTSTART;VALUE=DATE:20260510", `DESCRIPTION:${description}`];
    expect(holidaysFromICalendar(feed(day), YEARS).holidays).toEqual(["2026-05-10"]);
  });

  it("are kept by a filter of the host's own, which sees what the feed says", () => {
    const days = [
      ["SUMMARY:A", "DTSTART;VALUE=DATE:20260510", "CATEGORIES:Observance"],
      ["SUMMARY:B", "DTSTART;VALUE=DATE:20260511", "CATEGORIES:Bavaria\\, South,Berlin"],
    ];
    const all = holidaysFromICalendar(feed(...days), YEARS, { keep: () => true });
    expect(all.holidays).toEqual(["2026-05-10", "2026-05-11"]);
    const regional = holidaysFromICalendar(feed(...days), YEARS, {
      keep: (event) => !isObservance(event) && event.categories.includes("Berlin"),
    });
    expect(regional.holidays).toEqual(["2026-05-11"]);
    expect(regional.leftOut).toEqual([{ summary: "A", reason: "the filter excludes it" }]);
  });
});

describe("names of holidays", () => {
  it("are those of the feed, of each date", () => {
    const days = [
      ["UID:a", "SUMMARY;LANGUAGE=de:Tag der Arbeit\\; Maifeiertag", "DTSTART;VALUE=DATE:20260501"],
      ["UID:b", "SUMMARY:May\\nDay", "DTSTART;VALUE=DATE:20260501"],
      ["UID:c", "SUMMARY:Christmas", "DTSTART;VALUE=DATE:20261225", "DURATION:P2D"],
      ["UID:d", "DTSTART;VALUE=DATE:20261231"],
    ];
    expect(holidaysFromICalendar(feed(...days), YEARS)).toEqual({
      holidays: ["2026-05-01", "2026-12-25/2026-12-26", "2026-12-31"],
      names: { "2026-05-01": "Tag der Arbeit; Maifeiertag, May Day", "2026-12-25/2026-12-26": "Christmas" },
      leftOut: [],
    });
  });
});
