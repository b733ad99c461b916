import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import { describe, expect, test } from "vitest";
import { sanitiseHtml, withRemotePictures } from "../index.ts";

const elements =
  /^(?:a|abbr|address|article|aside|b|bdi|bdo|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|dfn|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|img|ins|kbd|li|main|mark|ol|p|pre|q|s|samp|section|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var|wbr)$/;
const attributes =
  /^(?:alt|title|dir|lang|style|href|target|rel|src|data-remote-src|align|valign|width|height|bgcolor|colspan|rowspan|border|cellpadding|cellspacing|color|face|size|start|type|value|datetime)$/;

/** What a browser's parser finds in the output that could run, load, deceive or hide; empty for safe HTML. */
function dangersIn(html: string): readonly string[] {
  const dangers: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.ChildNode): void => {
    if (node.nodeName.startsWith("#") && node.nodeName !== "#text") dangers.push(node.nodeName);
    if (!("tagName" in node)) return;
    if (!elements.test(node.tagName) || node.namespaceURI !== "http://www.w3.org/1999/xhtml")
      dangers.push(`<${node.tagName}>`);
    for (const { name, value } of node.attrs) {
      if (!attributes.test(name)) dangers.push(name);
      const address = value.replace(/[\s\p{Cc}]+/gu, "").toLowerCase();
      if (name === "href" && !/^(?:https?:\/\/|mailto:|tel:)/.test(address)) dangers.push(`href=${value}`);
      if (name === "src" && !/^(?:cid:|data:image\/(?:png|gif|jpe?g|webp);base64,)/.test(address))
        dangers.push(`src=${value}`);
      if (
        name === "style" &&
        /url|expression|javascript|import|behaviou?r|position|display|z-index|@|\\|\*|-\d/i.test(value)
      )
        dangers.push(`style=${value}`);
    }
    for (const child of node.childNodes) visit(child);
  };
  for (const node of parseFragment(html).childNodes) visit(node);
  return dangers;
}

function expectSafe(html: string): void {
  const output = sanitiseHtml(html);
  expect(dangersIn(output), html).toEqual([]);
  expect(sanitiseHtml(output), html).toBe(output);
}

const corpus = upward("shared/data/xss");

test.skipIf(corpus === null)(
  "no payload of the XSS collections survives",
  () => {
    const folder = corpus ?? "";
    const lines = readFileSync(join(folder, "payloadbox/xss-payload-list.txt"), "utf8").split("\n");
    const cases: readonly { readonly payload: string }[] = JSON.parse(
      readFileSync(join(folder, "dompurify/expect.json"), "utf8"),
    );
    const payloads = [...lines, ...cases.map(({ payload }) => payload)].filter((payload) => payload !== "");
    for (const payload of payloads) {
      expectSafe(payload);
      expectSafe(`<table><tr><td><p>${payload}</p></td></tr></table>`);
      expectSafe(`<svg><title>${payload}`);
      expectSafe(`<math><mtext><table><mglyph><style>${payload}`);
      expectSafe(`<p title="${payload}" style="${payload}">x`);
      expectSafe(`<a href='${payload}'><img src='${payload}'>`);
    }
    console.info(`XSS payloads tried: ${payloads.length}, in six places each`);
    expect(payloads.length).toBeGreaterThan(6_000);
  },
  300_000,
);

if (corpus === null) console.warn("XSS collections are not there: their test is skipped.");

describe("what is kept", () => {
  test.each([
    ["Hi", "Hi"],
    ['<p style="color:red;position:fixed">x</p>', '<p style="color:red">x</p>'],
    ['<p style="color:rgb(1, 2, 3);width:expression(alert(1))">x</p>', '<p style="color:rgb(1, 2, 3)">x</p>'],
    ['<p style="margin:-9px 4px;padding:4px">x</p>', '<p style="padding:4px">x</p>'],
    ['<p style="background-image:url(https://x.example)">x</p>', "<p>x</p>"],
    ["<p style='background:#eee'>x</p>", '<p style="background-color:#eee">x</p>'],
    ['<img src="cid:logo@x" alt="Logo">', '<img alt="Logo" src="cid:logo@x">'],
    ['<img src="https://t.example/p.gif">', '<img data-remote-src="https://t.example/p.gif">'],
    ['<img data-remote-src="javascript:x" src="data:text/html,x">', "<img>"],
    ['<img src="data:image/svg+xml;base64,PHN2Zz4=">', "<img>"],
    ['<a href="cid:x">x</a>', "<a>x</a>"],
    ['<a href="javascript:alert(1)" onclick="x()">x</a>', "<a>x</a>"],
    ['<a href="jav&#9;ascript:alert(1)" name="forms" id="body">x</a>', "<a>x</a>"],
    [
      '<a href=" https://x.example/?a=1&amp;b=2" target="_self" rel="opener">x</a>',
      '<a href="https://x.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">x</a>',
    ],
    ["<form action=x><input name=a>Send</form>", "Send"],
    ["<title>secret</title><style>p{}</style><script>x</script>Hi", "Hi"],
    ["<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c"],
    ["<p>a<p>b", "<p>a</p><p>b</p>"],
    ["<b>a</i>b</b>", "<b>ab</b>"],
    ["1 < 2 && 3 > 2", "1 &lt; 2 &amp;&amp; 3 &gt; 2"],
    [
      '<td style="font-size:0"><div style="font-size:14px">x</div></td>',
      '<td><div style="font-size:14px">x</div></td>',
    ],
    ['<body bgcolor="#000" text="#fff">x</body>', '<div style="background-color:#000;color:#fff">x</div>'],
    ['<td background="dark.png" style="color:#fff">x</td>', "<td>x</td>"],
    ['<table><tr><td bgcolor="#000000"><font color="#ffffff">x</font></td></tr></table>', undefined],
  ])("%s", (html, expected) => {
    expect(sanitiseHtml(html)).toBe(expected ?? html);
    expectSafe(html);
  });

  test("pictures are loaded in what goes out to the reader they were meant for", () => {
    const kept = sanitiseHtml('<img src="https://shop.example/logo.png">data-remote-src="x"');
    expect(withRemotePictures(kept)).toBe(
      '<img src="https://shop.example/logo.png">data-remote-src=&quot;x&quot;',
    );
  });
});

/** Ways in which text was hidden from people but left for machines. */
const hidings = [
  "<div hidden>evil</div>",
  "<div hidden=until-found>evil</div>",
  ...[
    "display:none",
    "DISPLAY : NONE !important",
    "display:/**/none",
    "visibility:hidden",
    "visibility:collapse",
    "content-visibility:hidden",
    "mso-hide:all",
    "opacity:0",
    "opacity:0.01",
    "opacity:1%",
    "filter:opacity(0)",
    "filter:alpha(opacity=0);opacity:0",
    "font-size:0",
    "font-size:0px",
    "font-size:1px",
    "font-size:.1em",
    "font:0/0 a",
    "font: italic 1px/1 serif",
    "color:transparent",
    "color:#fff",
    "color:#fffffe",
    "color:rgba(0,0,0,0)",
    "color:hsl(0, 0%, 100%)",
    "color:white",
    "color:#00000000",
    "background:#000;color:#010101",
    "background-color:black",
    "-webkit-text-fill-color:transparent",
    "text-indent:-9999px",
    "text-indent:200em",
    "margin-left:-9999px",
    "margin:0 0 0 -900em",
    "position:absolute;left:-9999px",
    "position:fixed;top:-100vh",
    "position:absolute;inset:-9999px",
    "position:absolute;left:99999px",
    "clip:rect(0,0,0,0)",
    "clip-path:inset(100%)",
    "max-height:0;overflow:hidden",
    "width:0;height:0;overflow:hidden",
    "height:1px;overflow-y:hidden",
    "transform:scale(0)",
    "transform:translateX(-9999px)",
    "scale:0",
    "translate:-9999px 0",
    "translate:1px;transform:scale(0",
    "letter-spacing:-1em",
    "zoom:0",
  ].flatMap((style) => [`<span style="${style}">evil</span>`, `<form style="${style}">evil</form>`]),
  '<div style="opacity:.4"><p style="opacity:.4">evil</p></div>',
  '<div style="display:none"><p style="display:block">evil</p></div>',
  '<font color="#ffffff">evil</font>',
  '<font color="white">evil</font>',
  '<table><tr><td bgcolor="#123456"><font color="#123456">evil</font></td></tr></table>',
  '<table bgcolor="red"><tr><td><span style="color:#f00">evil</span></td></tr></table>',
  "<!-- evil -->",
  "<!--[if mso]><p>evil</p><![endif]-->",
  "<![CDATA[evil]]>",
  "<?evil?>",
  "<!evil>",
  "<template>evil</template>",
  "<svg><text>evil</text></svg>",
  "<math><annotation>evil</annotation></math>",
  "<noscript>evil</noscript>",
  "<textarea>evil</textarea>",
  "<dialog>evil</dialog>",
  "<select><option>evil</option></select>",
  "<video>evil</video><audio>evil</audio><canvas>evil</canvas><object>evil</object>",
  '<p aria-label="evil" aria-description="evil" data-x="evil" title="evil">x</p>',
  '<input value="evil"><meta content="evil">',
  `${"<small>".repeat(20)}evil`,
];

describe("what people would not see is left out", () => {
  test.each(hidings)("%s", (html) => {
    expect(sanitiseHtml(`<p>before</p>${html}<p>after</p>`)).not.toContain("evil");
    expectSafe(html);
  });

  test("nor does it take what stands beside it", () => {
    const closed = hidings.filter((html) => html.startsWith("<span") || html.startsWith("<div"));
    for (const html of closed)
      expect(sanitiseHtml(`<p>before</p>${html}<p>after</p>`), html).toMatch(/before.*after/);
    expect(sanitiseHtml("<p hidden>x<p>after")).toBe("<p>after</p>");
    expect(sanitiseHtml("<table><tr><td hidden>x<td>after")).toContain("after");
  });

  test("nor is it hidden by many small distances", () => {
    const html = `${'<div style="padding-left:400px">'.repeat(50)}far`;
    const output = sanitiseHtml(html);
    const paddings = [...output.matchAll(/padding-left:(\d+)px/g)].map(([, pixels]) => Number(pixels));
    expect(paddings.reduce((sum, pixels) => sum + pixels, 0)).toBeLessThanOrEqual(2_000);
    expectSafe(html);
  });

  test("letters that nobody sees", () => {
    const smuggled = [..."evil"]
      .map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0)))
      .join("");
    expect(sanitiseHtml(`a${smuggled}b`)).toBe("ab");
    expect(
      sanitiseHtml(`a${[..."evil"].map((letter) => `&#${0xe0000 + letter.charCodeAt(0)};`).join("")}b`),
    ).toBe("ab");
    expect(sanitiseHtml("❤\uFE0F\uFE0F\uFE01\u{E0101}")).toBe("❤\uFE0F");
    const scotland = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}";
    expect(sanitiseHtml(scotland)).toBe(scotland);
  });
});

test("elements nest no deeper than a hundred", () => {
  const output = sanitiseHtml(`${"<div>".repeat(5_000)}deep<script>evil</script>`);
  expect(output.match(/<div>/g)).toHaveLength(100);
  expect(output).toContain("deep");
  expect(output).not.toContain("evil");
});

test("any markup comes out safe, and the same when sanitised again", () => {
  const part = fc.constantFrom(
    ...[
      "<p>",
      "</p>",
      "<b>",
      "</b>",
      "<a href='https://x.example'>",
      "</a>",
      "<table>",
      "<tr>",
      "<td>",
      "</td>",
      "</table>",
    ],
    ...[
      "<div style='color:white'>",
      "<div style='background:#000'>",
      "<div style='font-size:2em'>",
      "</div>",
      "<ul>",
      "<li>",
    ],
    ...[
      "<svg>",
      "</svg>",
      "<math>",
      "<style>",
      "</style>",
      "<script>",
      "</script>",
      "<title>",
      "<textarea>",
      "<!--",
      "-->",
    ],
    ...[
      "<img src=x onerror=y>",
      "<img src='cid:a'>",
      "&lt;",
      "&amp;lt;",
      "&#x3c;script>",
      "<",
      ">",
      '"',
      "'",
      "=",
      "/",
      "\u0000",
    ],
    ...[
      "<p style='margin:300px'>",
      "<small>",
      "<form hidden>",
      "</form>",
      "<body bgcolor=black text=white>",
      "<h1>",
      "\uFE0F",
      "\uD800",
    ],
    ...[
      "<select>",
      "<option>",
      "<noscript>",
      "<iframe>",
      "<plaintext>",
      "<xmp>",
      "<foreignObject>",
      "<mtext>",
      "<dd>",
      "<dt>",
    ],
  );
  const html = fc
    .array(fc.oneof({ weight: 4, arbitrary: part }, fc.string({ unit: "binary" })))
    .map((all) => all.join(""));
  fc.assert(fc.property(html, expectSafe), { numRuns: 3_000 });
}, 120_000);

describe("the time grows with the length alone", () => {
  test.each([
    ["<b>"],
    ["<b></i>"],
    ["<p><table><td>"],
    ["</b>"],
    ["<a href=x "],
    ["<!--"],
    ["<![CDATA["],
    ["<p style='color:red;"],
    ["<p style='/*"],
    ["&"],
    ["&amp"],
    ["<script>"],
    ["</script"],
    ["<svg><style>"],
    ["<td a=b a=b>"],
    ["\u{E0041}"],
    ["\uFE0F"],
    ["<img src='data:image/png;base64,AAAA"],
  ])(
    "%s",
    (piece) => {
      const cost = (count: number) => {
        const html = piece.repeat(count);
        const began = process.cpuUsage();
        sanitiseHtml(html);
        const { user, system } = process.cpuUsage(began);
        return user + system;
      };
      const count = Math.ceil(100_000 / piece.length);
      cost(count);
      const grows = () => cost(4 * count) / Math.max(1_000, cost(2 * count));
      expect(Math.min(grows(), grows(), grows())).toBeLessThan(3);
    },
    120_000,
  );
});

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
