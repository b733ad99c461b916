import fc from "fast-check";
import { Liquid } from "liquidjs";
import { describe, expect, test } from "vitest";
import { createEngine } from "./engine.ts";
import { createTimeWording } from "./timeWording.ts";

const wording = createTimeWording();
const engines = { text: createEngine("text", wording), html: createEngine("html", wording) };
const audience = { locale: "en", timeZone: "UTC", now: 0 };

function fill(body: "text" | "html", source: string, values: object): string {
  return engines[body].render(engines[body].parse(source), values, audience);
}

describe("HTML bodies", () => {
  const name = `<img src=x onerror="alert('1')">`;
  const escaped = "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;";
  test.each([
    "{{ name }}",
    "{% echo name %}",
    "{{ name | escape }}",
    "{{ name | newline_to_br }}",
    "{% assign other = name %}{{ other }}",
    "{% for x in list %}{{ x }}{% endfor %}",
    "{% if name %}{{ name | append: '' }}{% endif %}",
    "{% liquid echo name %}",
  ])("escape what is put in: %s", (source) => {
    expect(fill("html", source, { name, list: [name] })).toBe(escaped);
  });

  test("keep the markup of the template and break lines where asked", () => {
    expect(fill("html", "<b>{{ name | newline_to_br }}</b>", { name: "a\n<b" })).toBe("<b>a<br>\n&lt;b</b>");
  });
});

describe("text bodies", () => {
  test("take what is put in as it is", () => {
    expect(fill("text", "{{ name }}", { name: "<Ada & Co>" })).toBe("<Ada & Co>");
  });
});

describe("values", () => {
  test("are own properties only", () => {
    class Person {
      get secret() {
        return "inherited";
      }
    }
    const values = { person: Object.assign(new Person(), { name: "Ada" }), list: [1] };
    const source =
      "{{ person.name }}|{{ person.secret }}|{{ person.constructor }}|{{ person.__proto__ }}|{{ list.map }}";
    expect(fill("text", source, values)).toBe("Ada||||");
  });

  test("are not read as templates", () => {
    expect(fill("text", "{{ name }}", { name: "{{ 7 | times: 6 }}{% raw %}" })).toBe(
      "{{ 7 | times: 6 }}{% raw %}",
    );
  });
});

test("filling in by steps writes what Liquid itself writes", () => {
  const leaf = fc.constantFrom(
    "plain ",
    "{{ a.b }}",
    "{{ a.n }}",
    "{{ list.size }}",
    "{{ x }}",
    "{{ a.b | upcase }}",
    "{{ list.first }}",
    "{{ 1 }}",
    "{% assign x = a.b %}",
    "{% break %}",
    "{% continue %}",
  );
  const { source } = fc.letrec<{ source: string }>((tie) => ({
    source: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc.tuple(tie("source"), tie("source")).map(([left, right]) => left + right),
      fc
        .tuple(
          fc.constantFrom("a.b", "a.n", "x", "a.b == 'B'", "list contains 2"),
          tie("source"),
          tie("source"),
        )
        .map(([test, left, right]) => `{% if ${test} %}${left}{% else %}${right}{% endif %}`),
      fc
        .tuple(fc.constantFrom("list", "none", "a", "list limit: 1", "list offset: continue"), tie("source"))
        .map(([list, inside]) => `{% for x in ${list} %}${inside}{% else %}empty{% endfor %}`),
      tie("source").map((inside) => `{% for y in list %}{{ forloop.index }}${inside}{% endfor %}`),
    ),
  }));
  const liquid = new Liquid({ ownPropertyOnly: true });
  const values = () => ({ a: { b: "B", n: null }, list: [1, 2, 3], none: [] });
  let ran = 0;
  fc.assert(
    fc.property(source, (text) => {
      ran++;
      expect(fill("text", text, values())).toBe(liquid.parseAndRenderSync(text, values()));
    }),
    { numRuns: 1_000 },
  );
  console.info(`templates compared with Liquid: ${ran}`);
});
