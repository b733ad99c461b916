import { describe, expect, test } from "vitest";
import * as z from "zod";
import { caseSettings } from "../cases/index.ts";
import { isSupportError } from "../errors/index.ts";
import { createCompiler } from "./compile.ts";
import { templateKinds } from "./kinds.ts";

const fields = z.object({
  orderNumber: z.string(),
  lines: z.array(z.object({ sku: z.string() })).optional(),
});
const kinds = templateKinds(caseSettings({ fields }, []), {});
const compiler = createCompiler();

function complaint(text: string, kind: "reply" | "acknowledgement" = "reply"): string | null {
  try {
    compiler.check({ subject: null, text, html: null }, 'template "welcome"', kinds[kind].shape);
    return null;
  } catch (error) {
    expect(isSupportError(error) && error.code).toBe("TEMPLATE_INVALID");
    return error instanceof Error ? error.message : "";
  }
}

describe("a template that is saved", () => {
  test("names a misspelt variable, where it is, and what was meant", () => {
    expect(complaint("Hello {{ custmer.name }}")).toBe(
      'Unknown template variable "custmer.name" in template "welcome". Did you mean "customer.name"? (text, line 1, column 10)',
    );
  });

  test("names every mistake at once", () => {
    const message = complaint("{{ case.cod }}\n{{ desk.nam }}");
    expect(message).toContain('"case.cod" in template "welcome". Did you mean "case.code"? (text, line 1,');
    expect(message).toContain('"desk.nam" in template "welcome". Did you mean "desk.name"? (text, line 2,');
  });

  test.each([
    ["{{ case.fields.orderNumber }}", null],
    ["{{ case.fields.ordernumber }}", "case.fields.orderNumber"],
    ["{{ customer.fields.anything.at.all }}", null],
    ["{% for line in case.fields.lines %}{{ line.sku }}{{ forloop.index }}{% endfor %}", null],
    ["{% for line in case.fields.lines %}{{ line.skew }}{% endfor %}", "line.sku"],
    ["{% for line in case.fields.lines %}{% endfor %}{{ line.sku }}", "none"],
    ["{% assign first = case.fields.lines | first %}{{ first.sku }}", null],
    ["{% assign first = case.fields.lines | first %}{{ first.sko }}", "first.sku"],
    ["{% assign who = customer %}{{ who.nam }}", "who.name"],
    ["{{ who.name }}{% assign who = customer %}", "none"],
    ["{% capture line %}{{ case.code }}{% endcapture %}{{ line }}", null],
    ["{% if case.tags contains 'vip' and customer.name == blank %}x{% endif %}", null],
    ["{% if custom.name %}x{% endif %}", "none"],
    ["{{ case.tags[0] | upcase }} {{ case.tags.size }} {{ case['code'] }}", null],
    ["{{ case.openedAt | time: sytle }}", "none"],
    ["{{ case.subject | replace: 'a', desk.nmae }}", "desk.name"],
    ["{{ case.code.constructor }}", "none"],
    ["{{ __proto__ }}{{ constructor.name }}", "none"],
    ["{{ articles[0].title }}", "none"],
  ])("%s", (text, meant) => {
    const message = complaint(text);
    if (meant === null) expect(message).toBeNull();
    else if (meant === "none") expect(message).toMatch(/^Unknown template variable/);
    else expect(message).toContain(`Did you mean "${meant}"?`);
  });

  test("has the variables of its kind", () => {
    expect(
      complaint("{% for article in articles %}{{ article.title }}{% endfor %}", "acknowledgement"),
    ).toBeNull();
    expect(complaint("{{ agent.name }}", "acknowledgement")).toContain('"agent.name"');
  });

  test.each([
    ["{{ case.code | upcas }}", 'Unknown filter "upcas" in template "welcome". Did you mean "upcase"?'],
    ["{{ case.openedAt | date: '%Y' }}", 'Unknown filter "date" in template "welcome". Did you mean "time"?'],
    ["{{ case.subject | raw }}", 'Unknown filter "raw"'],
    ["{% inlude 'x' %}", 'Unknown tag "inlude"'],
    ["{% include '/etc/passwd' %}", 'Unknown tag "include"'],
    ["{% render 'x' %}", 'Unknown tag "render"'],
    ["{% layout 'x' %}", 'Unknown tag "layout"'],
    ["{% if case.code %}", 'not closed" in template "welcome"'],
    ["{{ case.code ", 'not closed" in template "welcome"'],
  ])("refuses %s", (text, message) => {
    expect(complaint(text)).toContain(message);
  });
});

describe("a hostile template is refused when it is saved", () => {
  const deep = (tag: string, end: string, times: number) => `${tag.repeat(times)}x${end.repeat(times)}`;
  test.each([
    ["a long loop", "{% for i in (1..900000) %}x{% endfor %}"],
    ["a range beyond all limits", "{% for i in (1..1000000000000) %}{% endfor %}"],
    ["nested loops", deep("{% for i in (1..100) %}", "{% endfor %}", 6)],
    [
      "text that doubles",
      `{% assign a = "xxxxxxxxxx" %}${"{% assign a = a | append: a %}".repeat(40)}{{ a }}`,
    ],
    ["long output from a short template", `{% for i in (1..9000) %}${"x".repeat(1_000)}{% endfor %}`],
    [
      "a capture that grows",
      `{% capture a %}{% for i in (1..40000) %}${"y".repeat(900)}{% endfor %}{% endcapture %}{{ a }}`,
    ],
    [
      "comparisons of long lists in a loop",
      `{% assign l = "${"a,".repeat(10_000)}" | split: "," %}{% for i in (1..10000) %}{% if l contains "b" %}x{% endif %}{% endfor %}`,
    ],
    [
      "an uncounted filter in a loop",
      `{% assign a = "${"é".repeat(20_000)}" %}{% for i in (1..9000) %}{% assign b = a | url_encode %}{% endfor %}`,
    ],
    ["deep nesting", deep("{% if case.code %}", "{% endif %}", 1_000)],
    ["a deep path", `{{ ${"a[".repeat(5_000)}a${"]".repeat(5_000)} }}`],
    ["too many outputs", "{{ case.code }}".repeat(2_001)],
    ["too long", "x".repeat(50_001)],
  ])("%s", (_, text) => {
    const started = performance.now();
    expect(complaint(text)).not.toBeNull();
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
