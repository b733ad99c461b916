import { describe, expect, test } from "vitest";
import { caseSettings } from "../cases/index.ts";
import { isSupportError } from "../errors/index.ts";
import { createCompiler } from "./compile.ts";
import { templateKinds } from "./kinds.ts";

const compiler = createCompiler();
const { reply } = templateKinds(caseSettings({}, []), {});
const audience = { locale: "en", timeZone: "UTC", now: 0 };
const values = {
  customer: {
    fields: { a: "x".repeat(1_000), list: Array.from({ length: 1_000 }, (_, at) => `item ${at}`) },
  },
  case: { code: "Case-1", tags: [] },
};

/**
 * The error with which the template is rejected when it is saved or, failing that, rendered; null if it is accepted.
 */
function refusal(text: string, html: string | null = null): string | null {
  for (const attempt of [
    () => compiler.check({ subject: null, text, html }, 'template "welcome"', reply.shape),
    () =>
      compiler
        .compile({ subject: null, text, html }, 'template "welcome"', reply.shape)
        .render(values, audience),
  ]) {
    try {
      attempt();
    } catch (error) {
      expect(isSupportError(error) && error.code).toMatch(/^TEMPLATE_(?:INVALID|FAILED)$/);
      return error instanceof Error ? error.message : "";
    }
  }
  return null;
}

const doubled = (times: number) => "{% capture a %}{{ a }}{{ a }}{% endcapture %}".repeat(times);
const long = `{% capture a %}${"x".repeat(20_000)}{% endcapture %}{% capture a %}{{ a }}{{ a }}{{ a }}{{ a }}{% endcapture %}`;
const list = `${long}{% assign l = a | split: "" %}`;
const loop = (inside: string, times = 9_000) => `{% for i in (1..${times}) %}${inside}{% endfor %}`;

const hostile: Readonly<Record<string, string>> = {
  "captures that double": `{% capture a %}${"x".repeat(1_000)}{% endcapture %}${doubled(18)}`,
  "captures that double within a case": `{% capture a %}${"x".repeat(1_000)}{% endcapture %}{% case 1 %}{% when 1 %}${doubled(18)}{% endcase %}`,
  "captures that double within a loop": `{% capture a %}x{% endcapture %}${loop(doubled(1), 30)}`,
  "captures that double by liquid": `{% capture a %}${"x".repeat(1_000)}{% endcapture %}{% liquid\n${"capture a\necho a\necho a\nendcapture\n".repeat(18)}%}`,
  "a list that doubles": `${list}{% assign l = l | concat: l %}{% assign l = l | concat: l %}`,
  "a list of one long text": `${long}{% assign l = a | split: "y" %}${"{% assign l = l | concat: l %}".repeat(10)}{{ l }}`,
  "a list appended to a text": `${long}{% assign l = a | split: "y" %}${"{% assign l = l | concat: l %}".repeat(10)}{{ l | append: "" }}`,
  "joining by a long text": `${list}{{ l | join: a }}`,
  "replacing by a long text": `${long}{{ a | replace: "x", a }}`,
  "replacing nothing by a long text": `${long}{{ a | replace: "", a }}`,
  "prepending in a loop": `{% assign a = "xxxxxxxxxx" %}${loop("{% assign a = a | prepend: a %}", 30)}`,
  "growing by url_encode": `{% assign a = "é" %}${loop("{% assign a = a | url_encode %}{% assign a = a | append: a %}", 30)}`,
  "growing by escape": "",
  "a loop over a range": "{% for i in (1..1000000000) %}x{% endfor %}",
  "a range kept": "{% assign r = (1..1000000000) %}{{ r | size }}",
  "a range backwards, then a long one":
    "{% assign r = (1000000000..1) %}{% for i in (1..99999) %}{% for j in (1..99999) %}{% endfor %}{% endfor %}",
  "loops within loops": `${"{% for i in (1..1000) %}".repeat(4)}x${"{% endfor %}".repeat(4)}`,
  "empty loops within loops": `${"{% for i in (1..1000) %}".repeat(4)}${"{% endfor %}".repeat(4)}`,
  "empty loops over a list": `${list}${loop("{% for j in l %}{% endfor %}", 2_000)}`,
  "reversed loops over a list": `${list}${loop("{% for j in l reversed limit: 1 %}{% endfor %}", 2_000)}`,
  "loops from the end of a list": `${list}${loop("{% for j in l offset: 79999 %}{% endfor %}", 2_000)}`,
  "sorting in a loop": `${list}${loop("{% assign s = l | sort %}")}`,
  "sorting by a long name": `${list}${long}{% assign s = l | sort: a %}`,
  "mapping by a long name": `${list}${long}{% assign s = l | map: a %}`,
  "where by a long name": `${list}${long}{% assign s = l | where: a, a %}`,
  "computed lookups": `${long}${loop("{{ customer.fields[a] }}")}`,
  "computed lookups, each of another name": `${long}${loop("{% capture k %}{{ a }}{{ i }}{% endcapture %}{{ customer.fields[k] }}")}`,
  "lookups within lookups": `{{ customer.fields${"[customer.fields".repeat(400)}${"]".repeat(400)} }}`,
  "lookups by a lookup": `{{ ${"customer.fields[".repeat(25)}case.code${"]".repeat(25)}${"[customer.fields[case.code]]".repeat(200)} }}`,
  "comparisons in a loop": `${long}{% assign b = a | append: "" %}${loop("{% if a == b %}{% endif %}")}`,
  "contains in a loop": `${long}${loop("{% if a contains 'y' %}{% endif %}")}`,
  "contains by a long text": `${long}${loop("{% if 'x' contains a %}{% endif %}")}`,
  "stripping in a loop": `${long}${loop("{% assign b = a | strip_html | rstrip | lstrip | strip_newlines %}")}`,
  "stripping what never ends": `{% capture a %}${"<script".repeat(7_000)}{% endcapture %}${loop("{% assign b = a | strip_html %}")}`,
  "cutting into words": `${long}${loop("{% assign b = a | truncatewords: 9 %}")}`,
  "long output": loop("x".repeat(1_000), 9_000),
  "long output by a variable": `${long}${loop("{{ a }}", 100)}`,
  "long output by echo": `${long}${loop("{% echo a %}", 100)}`,
  "more digits than there are": "{{ 1.5 | round: 1000000000 }}",
  "variables without end": Array.from({ length: 201 }, (_, at) => `{% assign v${at} = 1 %}`).join(""),
  "captures without end": Array.from(
    { length: 201 },
    (_, at) => `{% capture v${at} %}x{% endcapture %}`,
  ).join(""),
  "a template within a template": "{% include 'welcome' %}",
  "a layout": "{% layout 'welcome' %}{% block a %}{% endblock %}",
  "a table row": "{% tablerow i in (1..9) %}x{% endtablerow %}",
  "dates of a long format": `${long}{{ 0 | date: a }}`,
  "long source": "x".repeat(50_001),
  "many tags": "{{ case.code }}".repeat(2_001),
  "deep tags": `${"{% if case.code %}".repeat(900)}${"{% endif %}".repeat(900)}`,
  "deep parentheses": `{% if ${"(".repeat(5_000)}1${")".repeat(5_000)} %}{% endif %}`,
  "long conditions": `{% if ${Array(9_000).fill("1").join(" and ")} %}${"x".repeat(10)}{% endif %}`.repeat(2),
};

/** Cheap, so it need not be rejected. */
const harmless = new Set([
  "growing by escape",
  "a range backwards, then a long one",
  "long conditions",
  "lookups by a lookup",
  "more digits than there are",
]);

describe("a template is refused before it costs much", () => {
  test.each(Object.entries(hostile))("%s", (name, text) => {
    const memory = process.memoryUsage().rss;
    const began = process.cpuUsage();
    const message = refusal(text === "" ? "x" : text);
    const { user } = process.cpuUsage(began);
    if (!harmless.has(name)) expect(message).toContain('template "welcome"');
    // Seconds of this process alone, on the slowest of machines; most take a hundredth.
    expect(user / 1e6).toBeLessThan(4);
    expect((process.memoryUsage().rss - memory) / 2 ** 20).toBeLessThan(200);
  });

  test("HTML that grows by being escaped", () => {
    const grows = `{% assign a = "&" %}${"{% assign a = a | escape %}{% assign a = a | append: a %}".repeat(25)}{{ a }}`;
    expect(refusal("x", grows)).toContain('html of template "welcome"');
  });

  test("the message says which limit was passed, and where", () => {
    expect(refusal(loop("x".repeat(1_000), 900))).toMatch(
      /The text of template "welcome" could not be rendered: it outputs more than 500000 characters/,
    );
    expect(refusal("{% for i in (1..1000000000) %}x{% endfor %}")).toContain(
      "more than 100000 characters or items",
    );
    expect(refusal(`${"{% for i in (1..1000) %}".repeat(3)}x${"{% endfor %}".repeat(3)}`)).toContain(
      "1000000 steps of work",
    );
    expect(refusal(hostile["variables without end"] ?? "")).toContain("More than 200 variables");
  });
});

describe("what templates do is far from the limits", () => {
  test.each([
    "{% for item in customer.fields.list %}- {{ item | upcase }}\n{% endfor %}",
    "{% capture greeting %}Hello {{ customer.name | default: 'there' }}{% endcapture %}{{ greeting }}, {{ case.code }}",
    "{% assign names = customer.fields.list | sort | reverse | join: ', ' %}{{ names | truncate: 100 }}",
    "{{ 'one two' | replace: 'one', 'two' | append: '!' }}{% for i in (1..100) %}{{ i }}{% endfor %}",
  ])("%s", (text) => {
    expect(refusal(text)).toBeNull();
  });
});

test("HTML that a template writes is sanitised", () => {
  const { render } = compiler.compile(
    { subject: null, text: "x", html: "<p onclick=x()>{{ case.code }}<script>x()</script></p>" },
    'template "welcome"',
    reply.shape,
  );
  expect(render(values, audience).html).toBe("<p>Case-1</p>");
});
