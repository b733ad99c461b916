import { expect, test } from "vitest";
import { subjectLine } from "./subjectLine.ts";

test.each([
  ["My order", false, "My order [Case-6548]"],
  ["My order", true, "Re: My order [Case-6548]"],
  ["Re: My order", false, "Re: My order [Case-6548]"],
  ["AW: Re[2]: SV: My order", true, "Re: My order [Case-6548]"],
  ["Re: [#CASE-6548] My order", true, "Re: [#CASE-6548] My order"],
  ["Research: a question", true, "Re: Research: a question [Case-6548]"],
  ["", false, "[Case-6548]"],
])("%j becomes the subject of an answer once, with its code once", (subject, isAnswer, expected) => {
  expect(subjectLine(subject, { isAnswer, trackingCode: "Case-6548" })).toBe(expected);
});

test("the code survives a subject without end", () => {
  const line = subjectLine("long ".repeat(1000), { isAnswer: true, trackingCode: "Case-6548" });
  expect(line.length).toBeLessThan(450);
  expect(line).toMatch(/… \[Case-6548\]$/);
});
