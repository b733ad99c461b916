import { expect, test } from "vitest";
import { fallbacks, localeChain, voiceLocale } from "./locales.ts";

test.each([
  ["de-AT", ["de-AT", "de-Latn-AT", "de-Latn", "de"]],
  ["zh-TW", ["zh-TW", "zh-Hant-TW", "zh-Hant", "zh"]],
  ["iw", ["he", "he-Hebr-IL", "he-Hebr"]],
  ["not a locale", []],
])("%s is read in its own variety, then its script, then its language", (tag, chain) => {
  expect(localeChain(tag)).toEqual(chain);
});

test("whoever has no locale is answered in the desk's, then in English", () => {
  expect(fallbacks(null, "fr", "en").filter((tag) => tag.length === 2)).toEqual(["fr", "en"]);
});

test("a German text to an Austrian has Austrian dates; an English one to a Swede has English ones", () => {
  expect(voiceLocale("de", "de-AT")).toBe("de-AT");
  expect(voiceLocale("en", "sv")).toBe("en");
  expect(voiceLocale("en", "x y z")).toBe("en");
});
