import { expect, test } from "vitest";
import { subjectLine } from "./subjectLine.ts";

test.each([
  ["My order", false, "My order [Case-6548]"],
  ["My order", true, "Re: My order [Case-6548]"],
  ["Re: My order", false, "Re: My order [Case-6548]"],
  ["AW: Re[2]: SV: My order", true, "Re: My order [Case-6548]"],
  ["Re: [#CASE-6548] My order", true, "Re: [#CASE-6548] My order"],
  ["[Ticket#56664579] Re: Offer", true, "Re: [Ticket#56664579] Offer [Case-6548]"],
  [
    "Re: [Ticket#56664579] AW: [External] Re[2]: Offer",
    true,
    "Re: [Ticket#56664579] [External] Offer [Case-6548]",
  ],
  ["RE^3: 回复：SV: RE(4): Offer", true, "Re: Offer [Case-6548]"],
  ["Antw: Odp: VÁ: ΑΠ: Ответ: 返信: Offer", true, "Re: Offer [Case-6548]"],
  ["Re: Fwd: Offer", true, "Re: Fwd: Offer [Case-6548]"],
  ["Re: Case-65480 is not mine", true, "Re: Case-65480 is not mine [Case-6548]"],
  ["Re: [other] [", true, "Re: [other] [ [Case-6548]"],
  ["Offer\r\nBcc: eve@x.example", true, "Re: Offer Bcc: eve@x.example [Case-6548]"],
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

test("a subject is never cut inside a character, and endless marks end", () => {
  const line = subjectLine("\u{1F4E6}".repeat(500), { isAnswer: true, trackingCode: "Case-6548" });
  expect(line.isWellFormed()).toBe(true);
  const marked = subjectLine("Re: ".repeat(20_000), { isAnswer: true, trackingCode: "Case-6548" });
  expect(marked.length).toBeLessThan(450);
});
