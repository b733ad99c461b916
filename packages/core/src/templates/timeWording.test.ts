import { describe, expect, test } from "vitest";
import { createTimeWording } from "./timeWording.ts";

const wording = createTimeWording();
const say = (instant: string, now: string, locale: string, timeZone: string) =>
  wording
    .instant(Date.parse(instant), { locale, timeZone, now: Date.parse(now) }, "long")
    .replace(/[\u202f\u00a0]/g, " ");

describe("a deadline is said", () => {
  test.each([
    ["de-AT", "Europe/Vienna", "Montag, 23. November um 10:15 MEZ"],
    ["en-GB", "Europe/London", "Monday 23 November at 09:15 GMT"],
    ["fr", "Europe/Paris", "lundi 23 novembre à 10:15 UTC+1"],
    ["ka", "Asia/Tbilisi", "ორშაბათი, 23 ნოემბერი, 13:15 GMT+4"],
    ["ja", "Asia/Tokyo", "11月23日月曜日 18:15 JST"],
  ])("in %s by the clock of %s", (locale, timeZone, words) => {
    expect(say("2026-11-23T09:15:00Z", "2026-11-20T09:00:00Z", locale, timeZone)).toBe(words);
  });

  test("as tomorrow by the local calendar, not by 24 hours", () => {
    const due = "2026-11-20T23:30:00Z";
    expect(say(due, "2026-11-20T22:30:00Z", "de", "Europe/Berlin")).toMatch(/^morgen, Samstag/);
    expect(say(due, "2026-11-20T22:30:00Z", "en", "America/New_York")).toMatch(/^today, Friday/);
  });

  test("in summer or winter time as it will be then, across the change", () => {
    const before = "2026-10-24T20:00:00Z";
    expect(say("2026-10-24T23:30:00Z", before, "de", "Europe/Berlin")).toBe(
      "morgen, Sonntag, 25. Oktober um 01:30 MESZ",
    );
    expect(say("2026-10-25T09:00:00Z", before, "de", "Europe/Berlin")).toBe(
      "morgen, Sonntag, 25. Oktober um 10:00 MEZ",
    );
    // The repeated hour is distinguished by its zone.
    expect(say("2026-10-25T00:30:00Z", before, "de", "Europe/Berlin")).toContain("02:30 MESZ");
    expect(say("2026-10-25T01:30:00Z", before, "de", "Europe/Berlin")).toContain("02:30 MEZ");
    expect(say("2026-03-29T07:00:00Z", "2026-03-28T12:00:00Z", "de", "Europe/Berlin")).toBe(
      "morgen, Sonntag, 29. März um 09:00 MESZ",
    );
  });

  test("in UTC where the zone is not known to this runtime", () => {
    expect(say("2026-11-23T09:15:00Z", "2026-11-20T09:00:00Z", "en", "Mars/Olympus")).toContain(
      "09:15 AM UTC",
    );
  });
});
