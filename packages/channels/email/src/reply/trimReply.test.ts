import { expect, test } from "vitest";
import { htmlMarks, htmlToText } from "../inbound/htmlToText.ts";
import { expectLinear } from "../testing/growth.ts";
import { attributions, bareAttributions } from "../testing/replies/attributions.ts";
import { headerBlocks } from "../testing/replies/headerBlocks.ts";
import { htmlReplies } from "../testing/replies/htmlReplies.ts";
import { mixedReplies } from "../testing/replies/mixedReplies.ts";
import { mobileSignatures } from "../testing/replies/mobileSignatures.ts";
import { ownWords } from "../testing/replies/ownWords.ts";
import { trimReply } from "./trimReply.ts";

const own = "Yes, that is it.\nThank you";
const newText = (text: string) => trimReply(text).newText;

test.each([...attributions, ...bareAttributions])("%j above a marked quote goes with it", (attribution) => {
  expect(newText(`${own}\n\n${attribution}\n> Is it?\n>\n> Really?`)).toBe(own);
  expect(newText(`${own}\n${attribution}\n\n> Is it?`)).toBe(own);
  expect(newText(`${attribution}\n> Is it?\n\n${own}`)).toBe(own);
});

test.each(attributions)("%j takes a quote that is not marked with it", (attribution) => {
  expect(newText(`${own}\n\n${attribution}\n\nIs it?\n\nReally?`)).toBe(own);
});

test.each(headerBlocks)("the header %j takes what it introduces with it", (header) => {
  expect(newText(`${own}\n\n${header}\n\nIs it?\n\nReally?`)).toBe(own);
});

test.each(mobileSignatures)("%j is a signature", (signature) => {
  expect(newText(`${own}\n\n${signature}`)).toBe(own);
  expect(
    newText(`${own}\n${signature}\n\nOn 5 Jan 2026, at 10:00, Shop <s@x.example> wrote:\n> Is it?`),
  ).toBe(own);
});

test.each(ownWords)("%j is all the sender's own", (text) => {
  expect(trimReply(text)).toMatchObject({ newText: text, trimmed: [] });
});

test.each(mixedReplies)("of %j the new part is %j", (text, expected) => {
  expect(newText(text)).toBe(expected);
});

test.each(htmlReplies)("of the HTML %j the new part is %j", (html, expected) => {
  expect(trimReply(htmlToText(html), { marks: htmlMarks(html) }).newText).toBe(expected);
});

test("marks of the HTML are found in its plain alternative", () => {
  const marks = htmlMarks(
    '<p>It flickers.</p><div class="gmail_quote"><div class="gmail_attr">Lamp House akaandika<br></div><blockquote class="gmail_quote">Does it work?</blockquote></div><p>Ida</p>',
  );
  const plain = "It flickers.\n\nLamp House\nakaandika\n\n> Does it work?\n\nIda";
  expect(trimReply(plain, { marks }).newText).toBe("It flickers.\n\nIda");
});

test("where nothing new would be left the whole text is, and says so", () => {
  const quote = "On 5 Jan 2026, at 10:00, Shop <s@x.example> wrote:\n> Is it?";
  expect(trimReply(quote)).toEqual({ newText: quote, nothingNew: true, trimmed: [] });
  expect(trimReply("")).toEqual({ newText: "", nothingNew: false, trimmed: [] });
  expect(trimReply("Yes.").nothingNew).toBe(false);
});

test("a message whose subject forwards stays whole", () => {
  const text =
    "See this.\n\nFrom: Shop <s@x.example>\nSent: Monday, 5 January 2026 10:00\nTo: Ann\nSubject: It\n\nLost.";
  expect(trimReply(text, { isForward: true }).newText).toBe(text);
  expect(newText(text)).toBe("See this.");
});

test("what was left out is listed with its rule and its lines", () => {
  const text =
    "Yes.\n\nSent from my iPhone\n\nOn 5 Jan 2026, at 10:00, Shop <s@x.example> wrote:\n> Is it?\n> Really?\n\nAnn\n-- \nAnn Lee";
  expect(trimReply(text).trimmed).toEqual([
    { rule: "mobile-signature", line: 3, lines: 1 },
    { rule: "attribution", line: 5, lines: 1 },
    { rule: "marked-quote", line: 6, lines: 2 },
    { rule: "signature", line: 10, lines: 2 },
  ]);
});

test.each([
  "On 5 Jan 2026, at 10:00, Shop <s@x.example> wrote:\n> Is it?\nYes.\n",
  "From: Shop <s@x.example>\n",
  "From: a\n\n",
  "to whom:\n> it may\n\n",
  "> 5 kg\n",
  "--\n",
  "-----\n",
  "Sent from my iPhone\n",
  "1.1.2026 10:00 <a@b.example> wrote:\n",
  "wrote ",
  "<a@b ",
  "a:",
  " ",
  "\n",
])(
  "time grows linearly with the length of %j over and over",
  async (unit) => {
    await expectLinear(40_000, async (size) => trimReply(unit.repeat(Math.ceil(size / unit.length))));
  },
  120_000,
);
