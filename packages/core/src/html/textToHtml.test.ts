import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textToHtml } from "./index.ts";

describe("text as HTML", () => {
  test.each([
    ["two\nlines", '<p dir="auto">two<br>\nlines</p>'],
    ["one\n\n \n\ntwo", '<p dir="auto">one</p>\n<p dir="auto">two</p>'],
    ["a\r\nb\rc", '<p dir="auto">a<br>\nb<br>\nc</p>'],
    ["  ", ""],
    ['<b> & "c"', '<p dir="auto">&lt;b&gt; &amp; &quot;c&quot;</p>'],
    ["שלום\n\nhello", '<p dir="auto">שלום</p>\n<p dir="auto">hello</p>'],
  ])("%j", (text, html) => {
    expect(textToHtml(text)).toBe(html);
  });

  test.each([
    ["see https://a.example/x?b=1&c=2.", "https://a.example/x?b=1&amp;c=2"],
    ["(https://a.example/x)", "https://a.example/x"],
    ["https://a.example/x_(y)", "https://a.example/x_(y)"],
    ["HTTP://A.example", "http://a.example/"],
    ["„https://a.example/ö“", "https://a.example/%C3%B6"],
  ])("links %s", (text, href) => {
    expect(textToHtml(text)).toContain(`<a href="${href}">`);
  });

  test.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://a.example",
    "http://",
    `https://${"a".repeat(3_000)}`,
  ])("does not link %s", (text) => expect(textToHtml(text)).not.toContain("<a "));

  test("takes time in proportion to the text", () => {
    const started = performance.now();
    for (const piece of ["(", ")", "https://", "https://a.example)", "\n \n", "&", " \t"])
      textToHtml(piece.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

/** Whether HTML has no markup but paragraphs, line breaks and links to the web. */
function isHarmless(html: string): boolean {
  const rest = html
    .replaceAll('<p dir="auto">', "")
    .replaceAll("</p>", "")
    .replaceAll("<br>", "")
    .replace(/<a href="https?:\/\/[^"<>]*">/g, "")
    .replaceAll("</a>", "");
  return !/[<>"']/.test(rest);
}

test("no text makes markup of its own", () => {
  const part = fc.constantFrom(
    "<",
    ">",
    '"',
    "'",
    "&",
    "&lt;",
    "https://",
    "http://a/",
    "javascript:",
    "\n\n",
    "`",
    "\\",
    "\u0000",
    "</p>",
    "<script>",
    " ",
  );
  const hostile = fc.array(fc.oneof(part, fc.string({ unit: "binary" }))).map((parts) => parts.join(""));
  fc.assert(
    fc.property(hostile, (text) => isHarmless(textToHtml(text))),
    { numRuns: 2_000 },
  );
}, 60_000);

const corpus = upward("shared/data/xss");

test.skipIf(corpus === null)("payloads of the XSS collections become text", () => {
  const folder = corpus ?? "";
  const lines = readFileSync(join(folder, "payloadbox/xss-payload-list.txt"), "utf8").split("\n");
  const cases: readonly { readonly payload: string }[] = JSON.parse(
    readFileSync(join(folder, "dompurify/expect.json"), "utf8"),
  );
  const payloads = [...lines, ...cases.map(({ payload }) => payload)].filter((payload) => payload !== "");
  const harmful = payloads.filter((payload) => !isHarmless(textToHtml(payload)));
  expect(harmful).toEqual([]);
  console.info(`XSS payloads tried: ${payloads.length}`);
});

if (corpus === null) console.warn("XSS collections are not there: their test is skipped.");

/** The nearest folder of that name in or beside the folders above this file. */
function upward(name: string): string | null {
  for (
    let folder = dirname(fileURLToPath(import.meta.url));
    folder !== dirname(folder);
    folder = dirname(folder)
  ) {
    if (existsSync(join(folder, name))) return join(folder, name);
  }
  return null;
}
