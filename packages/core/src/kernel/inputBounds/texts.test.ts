import { expect, test } from "vitest";
import * as z from "zod";
import type { $ZodType, $ZodTypes } from "zod/v4/core";
import { calendarDefinitionSchema } from "../../calendar/index.ts";
import * as operations from "../../operations.ts";
import { isOperation } from "../operations/index.ts";
import { lineInput, longTextOf, textInput, wordsInput } from "../texts.ts";

/** What no text may hold, of one line or of several. */
const controls = ["a\u0000b", "a\u0007b", "a\u001bb", "a\u007fb", "a\u009bb"];
const lineBreaks = ["a\nb", "a\r\nBcc: b", "a\u0085b", "a\u2028b", "a\u2029b"];
const blanks = ["", " ", "\t", "\u00a0\u3000", "\u200b\u2060", "\u2800", "\u3164"];

/** By the name of a field, what else it must refuse. */
const byName: readonly (readonly [RegExp, readonly string[]])[] = [
  [/locale|language/i, ["english", "de_AT", "12", "de-", "x-private", "German (Austria)"]],
  [/timeZone/i, ["Mars/Olympus", "Europe", "GMT plus one"]],
  [
    /email/i,
    ["not an address", "a@", "@b.example", "a@b@c.example", "<a@b.example>", "a@b.example, c@d.example"],
  ],
  [/url|href|link$/i, ["not a url", "javascript:alert(1)", "data:text/html,x", "//example.com"]],
  [/domain/i, ["not a domain", "example", "-a.example", "a..example", "https://a.example", "a@b.example"]],
  [/mediaType/i, ["picture", "image/", "image/png; x", "a/b/c"]],
  [/within/i, ["soon", "-1h", "4 parsecs"]],
];

/** Identities that nobody has, for fields `kind` and `value` beside each other. */
const noIdentities = [
  { kind: "email", value: "not an address" },
  { kind: "email", value: "a@b.example, c@d.example" },
  { kind: "phone", value: "12" },
  { kind: "phone", value: "call me" },
];

/** Where an identity is looked up, one that can't be is not there; a draft holds what is typed so far. */
const unchecked = new Set([
  "drafts.save bcc[]",
  "drafts.save cc[]",
  "drafts.save to[]",
  "cases.removeParticipant participant|1",
  "customers.detachIdentity",
  "customers.findByIdentity",
  "customers.verifyIdentity",
  "suppressions.list",
]);

/** Times and dates that the object around them reads, and refuses where it can't. */
const readAbove = / (?:hours\{\}\[\]|dates\{name\}|dates\{\}\[\]|holidays\[\]|holidayNames\{name\})$/;

interface Place {
  readonly path: string;
  readonly name: string;
  readonly schema: $ZodType;
}

const inputs = Object.entries(operations).flatMap(([noun, all]) =>
  Object.entries(all).flatMap(([verb, one]) =>
    isOperation(one) ? [{ path: `${noun}.${verb}`, name: "", schema: one.input as $ZodType }] : [],
  ),
);

/** Every place of a schema that is itself not made of others, and every object. */
function placesOf({ path, name, schema }: Place, seen: ReadonlySet<$ZodType> = new Set()): readonly Place[] {
  if (seen.has(schema)) return [];
  const inside = new Set([...seen, schema]);
  const at = (inner: $ZodType, step: string, named = name) =>
    placesOf({ path: path + step, name: named, schema: inner }, inside);
  const { def } = (schema as $ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return [
        { path, name, schema },
        ...Object.entries(def.shape).flatMap(([field, inner]) => at(inner, ` ${field}`, field)),
      ];
    case "array":
      return at(def.element, "[]");
    case "record":
      return [...at(def.keyType, "{name}"), ...at(def.valueType, "{}")];
    case "union":
      return def.options.flatMap((option, index) => at(option, `|${index}`));
    case "pipe":
      return at(def.in, "");
    case "lazy":
      return at(def.getter(), "");
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
    case "catch":
      return at(def.innerType, "");
    default:
      return [{ path, name, schema }];
  }
}

const takes = (schema: $ZodType, value: unknown) => z.safeParse(schema, value).success;

/** What a place takes that it must refuse. */
function wronglyTaken({ path, name, schema }: Place): readonly string[] {
  if (schema._zod.def.type !== "string") return [];
  if (readAbove.test(path)) return [];
  const long = longTextOf(schema);
  const refused = [
    ...controls,
    ...(long === null ? lineBreaks : []),
    ...(long?.mayBeBlank === true ? [] : blanks),
    ...byName.flatMap(([names, values]) => (names.test(name) ? values : [])),
  ];
  return refused.filter((value) => takes(schema, value)).map((value) => `${path}: ${JSON.stringify(value)}`);
}

const places = inputs.flatMap((input) => placesOf(input));

test("every text of every operation refuses control characters, blanks and what its name says it is not", () => {
  const texts = places.filter(({ schema }) => schema._zod.def.type === "string");
  expect(texts.length).toBeGreaterThan(150);
  expect(places.flatMap(wronglyTaken)).toEqual([]);
});

test("every identity of every operation is one that somebody can have", () => {
  const wrong: string[] = [];
  let checked = 0;
  for (const { path, schema } of places) {
    const { def } = (schema as $ZodTypes)._zod;
    if (def.type !== "object" || !("kind" in def.shape && "value" in def.shape) || unchecked.has(path))
      continue;
    checked++;
    for (const identity of noIdentities) {
      const others = { customerId: "cus_1", reason: "bounced", ...identity };
      const given = Object.fromEntries(Object.entries(others).filter(([field]) => field in def.shape));
      const result = z.safeParse(schema, given);
      const isRefused = result.error?.issues.some((issue) => issue.path.at(-1) === "value") === true;
      if (!isRefused) wrong.push(`${path}: ${JSON.stringify(identity)}`);
    }
  }
  expect(checked).toBeGreaterThan(5);
  expect(wrong).toEqual([]);
});

test("the times and dates of a calendar are read by the calendar", () => {
  for (const text of ["a\u0000b", " ", "\u200b", "09:00-17:00\n", "2026-12-24\u0007"])
    for (const definition of [
      { hours: { monday: [text] } },
      { hours: { monday: ["09:00-17:00"] }, dates: { [text]: ["09:00-17:00"] } },
      { hours: { monday: ["09:00-17:00"] }, dates: { "2026-12-24": [text] } },
      { hours: { monday: ["09:00-17:00"] }, holidays: [text] },
      { hours: { monday: ["09:00-17:00"] }, holidayNames: { [text]: "Day" } },
    ])
      expect(takes(calendarDefinitionSchema, { timeZone: "UTC", ...definition }), text).toBe(false);
});

test.each([
  ["a text of any kind", z.object({ name: z.string().max(10) }), "a\u0000b"],
  ["a name that may be blank", z.object({ name: z.string().regex(/^\P{Cc}*$/u) }), " "],
  ["a locale like any line", z.object({ locale: lineInput(35).nullable() }), "english"],
  ["an address like any line", z.object({ emails: z.array(lineInput()) }), "not an address"],
  ["a text in a union", z.object({ a: z.union([z.null(), z.string()]) }), "a\u0007b"],
])("%s is found", (_, schema, value) => {
  const found = placesOf({ path: "x", name: "", schema }).flatMap(wronglyTaken);
  expect(found.join()).toContain(JSON.stringify(value));
});

test("texts take what people write", () => {
  const written = ["Grüße 👋🏽", "שלום", "e\u0301", "👨‍👩‍👧", "عَرَبِي", "a\u200db"];
  for (const text of written)
    for (const schema of [lineInput(), wordsInput(), textInput()])
      expect(takes(schema, text), text).toBe(true);
  for (const schema of [wordsInput(), textInput()]) expect(takes(schema, "One\r\n\ttwo\vthree\f")).toBe(true);
  expect(takes(textInput(), "")).toBe(true);
});
