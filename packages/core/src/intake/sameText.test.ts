import { expect, test } from "vitest";
import { isSameText } from "./sameText.ts";

const text = "Where is my order?\nIt was to come on Monday.\n\nAda";

test.each([
  ["the same text", text],
  ["other line breaks", text.replaceAll("\n", "\r\n")],
  ["flowed lines", text.replaceAll("\n", " ")],
  ["another normal form", text.normalize("NFD")],
  ["no-break and zero-width spaces", text.replace(" ", "\u00a0").replace("order", "\u200border")],
  ["the footer of Mailman", `${text}\n${"_".repeat(47)}\nSupport\nsupport@lists.example`],
  [
    "the footer of a group",
    `${text}\n\n-- \nYou received this message because you are subscribed to the group "Support".`,
  ],
  ["a footer without a rule", `${text}\nTo unsubscribe, write to support-leave@lists.example.`],
  ["the banner of a gateway", `[EXTERNAL] Caution: this message comes from outside.\n${text}`],
  ["a mark alone", `[EXTERN] ${text}`],
  ["a banner in German", `Achtung: Diese E-Mail kommt von außen.\n${text}`],
  ["the banner of Exchange", `CAUTION: This email originated from outside of the organization.\n${text}`],
])("a copy with %s is the same message", (_, copy) => {
  expect(isSameText(text, copy)).toBe(true);
  expect(isSameText(copy, text)).toBe(true);
});

test.each([
  ["other words", "Where is my invoice?"],
  ["one more sentence", `${text}\nPlease cancel it.`],
  ["a signature", `${text}\n-- \nAda Lovelace`],
  ["one word less", text.replace("my ", "")],
  ["nothing", ""],
  ["a sentence before", `Please cancel it.\n${text}`],
  ["a sentence of warning before", `Attention, the second door broke too.\n${text}`],
  ["a word of banners before", `I wait outside. Please cancel it, that is my last warning.\n${text}`],
  ["more than a footer", `${text}\n-- \nmailing list ${"more ".repeat(1_000)}`],
])("%s makes another message", (_, other) => {
  expect(isSameText(text, other)).toBe(false);
  expect(isSameText(other, text)).toBe(false);
});

test("two empty texts are the same", () => {
  expect(isSameText("", " \n")).toBe(true);
});
