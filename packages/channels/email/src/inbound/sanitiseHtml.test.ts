import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Parser } from "htmlparser2";
import { expect, test } from "vitest";
import { z } from "zod";
import { corpus, corpusTitle } from "../testing/corpus.ts";
import { sanitiseHtml } from "./sanitiseHtml.ts";

const folder = corpus("xss");
const elements =
  /^(?:a|abbr|address|article|aside|b|bdi|bdo|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|dfn|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|img|ins|kbd|li|main|mark|ol|p|pre|q|s|samp|section|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var|wbr)$/;

/** What a parser finds in the output that could run, load or deceive; empty for safe HTML. */
function dangersIn(html: string): readonly string[] {
  const dangers: string[] = [];
  new Parser({
    onopentag(name, attributes) {
      if (!elements.test(name)) dangers.push(`<${name}>`);
      for (const [attribute, value] of Object.entries(attributes)) {
        if (/^on|^(?:id|name|class|srcdoc|formaction|action|background|xlink:href|srcset)$/.test(attribute))
          dangers.push(attribute);
        const address = value.replace(/[\s\p{Cc}]+/gu, "").toLowerCase();
        if (
          /^(?:href|src)$/.test(attribute) &&
          !/^(?:https?:|mailto:|tel:|cid:|data:image\/(?:png|gif|jpe?g|webp);base64,|[^:]*$)/.test(address)
        )
          dangers.push(`${attribute}=${value}`);
        if (attribute === "src" && /^https?:|^\/\//.test(address)) dangers.push(`remote ${value}`);
        if (attribute === "style" && /url|expression|javascript|import|behaviou?r|position|@|\\/i.test(value))
          dangers.push(`style=${value}`);
      }
    },
    oncomment: () => dangers.push("comment"),
    onprocessinginstruction: () => dangers.push("instruction"),
  }).end(html);
  return dangers;
}

test.skipIf(folder === null)(corpusTitle("no payload of the corpora survives sanitising", folder), () => {
  const payloads = [
    ...readFileSync(join(folder ?? "", "payloadbox/xss-payload-list.txt"), "utf8").split("\n"),
    ...z
      .array(z.object({ payload: z.string() }))
      .parse(JSON.parse(readFileSync(join(folder ?? "", "dompurify/expect.json"), "utf8")))
      .map(({ payload }) => payload),
  ];
  for (const payload of payloads) {
    const output = sanitiseHtml(payload);
    expect(dangersIn(output), payload).toEqual([]);
    expect(dangersIn(sanitiseHtml(output)), payload).toEqual([]);
  }
  console.info("xss corpora:", payloads.length, "payloads");
  expect(payloads.length).toBeGreaterThan(6_000);
});

test.each([
  ['<p style="color:red;position:fixed">x</p>', '<p style="color:red">x</p>'],
  ['<p style="color:rgb(1, 2, 3);width:expression(alert(1))">x</p>', '<p style="color:rgb(1, 2, 3)">x</p>'],
  ['<p style="background-image:url(https://x.example)">x</p>', "<p>x</p>"],
  ['<img src="cid:logo@x" alt="Logo">', '<img alt="Logo" src="cid:logo@x" />'],
  ['<img src="https://t.example/p.gif">', '<img data-remote-src="https://t.example/p.gif" />'],
  ['<img data-remote-src="javascript:x" src="data:text/html,x">', "<img />"],
  [
    '<a href="javascript:alert(1)" onclick="x()">x</a>',
    '<a target="_blank" rel="noopener noreferrer nofollow">x</a>',
  ],
  ["<form action=x><input name=a>Send</form>", "Send"],
  ["<title>secret</title><style>p{}</style><script>x</script>Hi", "Hi"],
])("%j is shown as %j", (html, expected) => {
  expect(sanitiseHtml(html)).toBe(expected);
});

test("a link opens apart from the page and does not say where it was", () => {
  const output = sanitiseHtml('<a href="https://x.example" target="_self">x</a>');
  expect(output).toContain('target="_blank"');
  expect(output).toContain('rel="noopener noreferrer nofollow"');
});
