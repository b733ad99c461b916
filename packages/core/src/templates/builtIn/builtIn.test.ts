import { describe, expect, test } from "vitest";
import { caseSettings } from "../../cases/index.ts";
import { createCompiler } from "../compile.ts";
import { templateKinds } from "../kinds.ts";
import { sampleOf } from "../shapes.ts";
import { builtIns } from "./index.ts";

const compiler = createCompiler();
const { shape } = templateKinds(caseSettings({}, []), {}).acknowledgement;
const due = compiler.wording;
const audienceFor = (locale: string) => ({
  locale,
  timeZone: "Asia/Tbilisi",
  now: Date.parse("2026-11-20T09:00:00Z"),
});

const full = (locale: string) => ({
  ...Object(sampleOf(shape)),
  case: { code: "Case-6548" },
  customer: { knownName: "Nino" },
  sla: { firstReplyDue: due.instant(Date.parse("2026-11-21T09:15:00Z"), audienceFor(locale), "long") },
  articles: [{ title: "Late parcels", url: "https://desk.example/late" }],
  contact: {
    any: true,
    phone: "+995 32 1",
    chatUrl: "https://desk.example/chat",
    hours: "9–17",
    text: "Ask for Ana.",
  },
  desk: { name: "The Desk" },
});
const bare = { case: { code: "Case-6548" }, customer: {}, sla: {}, articles: [], contact: {}, desk: {} };

test("the languages that come with the desk", () => {
  const languages = new Set(builtIns.map(({ locale }) => locale.split("-")[0]));
  expect([...languages].sort().join(" ")).toBe("ar de en es fr he hy it ja ka kn nl pl pt ru tr uk zh");
});

describe.each(builtIns.map((builtIn) => [builtIn.locale, builtIn] as const))(
  "the acknowledgement in %s",
  (locale, builtIn) => {
    const compiled = compiler.check(builtIn, `built-in ${locale}`, shape);

    test("says everything it is given, in the customer's time zone", () => {
      const { subject, text } = compiled.render(full(locale), audienceFor(locale));
      expect(subject).toContain("Case-6548");
      for (const said of [
        "Case-6548",
        "Nino",
        "Late parcels",
        "https://desk.example/late",
        "+995 32 1",
        "https://desk.example/chat",
        "9–17",
        "Ask for Ana.",
        "The Desk",
      ])
        expect(text).toContain(said);
      expect(text).toMatch(/13:15|1:15|१|១|٠١|١:١٥|0?1:15/u);
      expect(text).not.toMatch(/[{}]|\n{3}|undefined|null|\[object/);
    });

    test("still names the code and a way to a human when it is given nothing else", () => {
      const { text } = compiled.render(bare, audienceFor(locale));
      expect(text).toContain("Case-6548");
      expect(text.split("\n\n").length).toBe(4);
      expect(text).not.toMatch(/[{}]|\n{3}|undefined|null/);
    });

    test("holds no words of a stranger", () => {
      expect(`${builtIn.subject} ${builtIn.text}`).not.toMatch(/customer\.name|case\.subject/);
    });
  },
);
