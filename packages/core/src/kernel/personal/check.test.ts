import { expect, test } from "vitest";
import * as z from "zod";
import { defineTable } from "../table.ts";
import { personalDataProblems } from "./check.ts";
import type { PersonalData } from "./declaration.ts";

const address = z.object({ kind: z.string(), value: z.string() });

const people = defineTable("people", {
  comment: "People.",
  idPrefix: "peo",
  fields: { name: z.string() },
  personal: { subject: { customer: "id" }, columns: { name: "erase" } },
});

const bare = defineTable("letters", {
  comment: "Letters.",
  idPrefix: "let",
  fields: {
    personId: z.string(),
    text: z.string(),
    word: z.string().min(1),
    key: z.string(),
    size: z.int(),
    copies: z.array(address),
    facts: z.record(z.string(), z.unknown()),
  },
  unique: { key: ["key"] },
});

const columns = { text: "erase", word: "none", key: "none", copies: "erase", facts: "erase" } as const;
const subject = { through: "personId", table: "people" } as const;

/** What is wrong with a declaration, as a caller without types may write it. */
const problemsOf = (personal: unknown) =>
  personalDataProblems([people, { ...bare, schema: bare.schema, personal: personal as PersonalData }]);

test.each([
  ["a path through another table", { subject, columns }],
  ["no personal data", "none"],
  ["rows that go as a whole", { subject, rows: "erase" }],
  ["several subjects", { subject: [subject, { mentions: "facts" }, { customer: "personId" }], columns }],
  ["a table that names the rows", { subject: { namedBy: "people", column: "name" }, columns }],
  ["an address", { subject: { address: { kind: "key", value: "text" } }, columns }],
  ["other people", { subject, columns, others: { copies: "address", facts: { customer: "who" } } }],
  ["a reason", { subject, columns: { ...columns, text: { keep: "The law asks for it." } } }],
  ["parts", { subject, columns: { ...columns, copies: { parts: { kind: "none", value: "erase" } } } }],
  ["a number beside", { subject, columns: { ...columns, size: "none" } }],
])("a declaration of %s is in order", (_, personal) => {
  expect(problemsOf(personal)).toEqual([]);
});

const without = ({ text: _, ...rest }: typeof columns) => rest;

test.each<readonly [string, unknown, RegExp]>([
  [
    "no declaration",
    undefined,
    /^the table "letters" holds free text \(text, word, key, copies, facts\) but .* Add personal: \{ subject: .*text: "erase", .* or personal: "none"/,
  ],
  ["a misspelt none", "nome", /^personal of the table "letters" must be "none" or \{ subject, columns \}/],
  ["nothing at all", null, /must be "none" or/],
  ["a column left out", { subject, columns: without(columns) }, /^"letters\.text" is free text, .*"none"/],
  [
    "a misspelt column",
    { subject, columns: { ...columns, sizes: "none" } },
    /^"letters\.sizes" is declared .* doesn't exist\. Did you mean "size"\?/,
  ],
  [
    "a column that every object has",
    { subject, columns: { ...columns, constructor: "none" } },
    /^"letters\.constructor" is declared .* doesn't exist/,
  ],
  [
    "the id of the row",
    { subject, columns: { ...columns, id: "erase" } },
    /^"letters\.id" is declared .* doesn't exist/,
  ],
  [
    "a misspelt treatment",
    { subject, columns: { ...columns, text: "erse" } },
    /^"letters\.text" is declared as "erse", which is not one of .* Did you mean "erase"\?/,
  ],
  [
    "a treatment that is no text",
    { subject, columns: { ...columns, text: 1 } },
    /^"letters\.text" is declared as "1"/,
  ],
  [
    "keep without a reason",
    { subject, columns: { ...columns, text: "keep" } },
    /^"letters\.text" is kept without a reason\. Write \{ keep: "the reason" \}/,
  ],
  [
    "an empty reason",
    { subject, columns: { ...columns, text: { keep: " " } } },
    /^"letters\.text" is kept without a reason/,
  ],
  [
    "an unknown object",
    { subject, columns: { ...columns, text: { drop: true } } },
    /^"letters\.text" is declared as .*drop.* which is not one of/,
  ],
  [
    "a part left out",
    { subject, columns: { ...columns, copies: { parts: { kind: "none" } } } },
    /^"letters\.copies\.value" is free text/,
  ],
  [
    "a misspelt part",
    { subject, columns: { ...columns, copies: { parts: { kind: "none", value: "erase", vale: "erase" } } } },
    /^"letters\.copies\.vale" is declared .* Did you mean "value"\?/,
  ],
  [
    "parts without fixed names",
    { subject, columns: { ...columns, facts: { parts: { name: "erase" } } } },
    /^"letters\.facts" has no parts .* Declare it as a whole/,
  ],
  [
    "a value that can't be empty",
    { subject, columns: { ...columns, word: "erase" } },
    /^"letters\.word" can't be erased, because it can't be empty\. Make it nullable, or declare rows/,
  ],
  ["a number", { subject, columns: { ...columns, size: "erase" } }, /^"letters\.size" can't be erased/],
  [
    "an erased unique key",
    { subject, columns: { ...columns, key: "erase" } },
    /^"letters\.key" is part of a unique key, so two erased rows would collide/,
  ],
  ["no subject", { columns }, /^personal of the table "letters" doesn't say whose data it is/],
  [
    "an unknown subject",
    { subject: { person: "personId" }, columns },
    /^the subject of the table "letters" must be/,
  ],
  ["a subject of text", { subject: ["personId"], columns }, /^the subject of the table "letters" must be/],
  [
    "an address of text",
    { subject: { address: "key" }, columns },
    /^the subject of the table "letters" must be/,
  ],
  [
    "columns of text",
    { subject, columns: "erase" },
    /^personal\.columns of the table "letters" must be an object/,
  ],
  [
    "others of nothing",
    { subject, columns, others: null },
    /^others of the table "letters" must be an object/,
  ],
  [
    "parts of nothing",
    { subject, columns: { ...columns, copies: { parts: null } } },
    /^"letters\.copies" is declared as .*parts.*, which is not one of/,
  ],
  ["an empty list of subjects", { subject: [], columns }, /doesn't say whose data it is/],
  [
    "a misspelt subject",
    { subject: { customer: "persnId" }, columns },
    /for the column "letters\.persnId", which doesn't exist\. Did you mean "personId"\?/,
  ],
  [
    "a misspelt table",
    { subject: { through: "personId", table: "peple" }, columns },
    /through the table "peple", which doesn't exist\. Did you mean "people"\?/,
  ],
  [
    "a misspelt column of the other table",
    { subject: { namedBy: "people", column: "nme" }, columns },
    /"people\.nme", which doesn't exist\. Did you mean "name"\?/,
  ],
  [
    "a path in a circle",
    { subject: { through: "personId", table: "letters" }, columns },
    /^the subject of the table "letters" is circular/,
  ],
  [
    "a misspelt column of others",
    { subject, columns, others: { copis: "address" } },
    /"letters\.copis", which doesn't exist\. Did you mean "copies"\?/,
  ],
  [
    "a misspelt part of others",
    { subject, columns, others: { copies: { address: "vale" } } },
    /"letters\.copies\.vale", which doesn't exist\. Did you mean "value"\?/,
  ],
  [
    "an unknown naming",
    { subject, columns, others: { copies: "agent" } },
    /^others\.copies of the table "letters" must be "customer", "address"/,
  ],
  ["rows and columns", { subject, rows: "erase", columns }, /erases whole rows\. Leave out either/],
  ["unknown rows", { subject, rows: "keep" }, /^personal\.rows of the table "letters" must be "erase"/],
  [
    "a misspelt key",
    { subject, columns, othrs: {} },
    /^personal of the table "letters" has no "othrs"\. Did you mean "others"\?/,
  ],
])("a declaration with %s is refused for that and nothing else", (_, personal, problem) => {
  expect(problemsOf(personal)).toEqual([expect.stringMatching(problem)]);
});

test("a table without free text needs no declaration", () => {
  const fields = { caseId: z.string(), stars: z.int(), state: z.enum(["a", "b"]) };
  expect(
    personalDataProblems([defineTable("stars", { comment: "Stars.", idPrefix: "str", fields })]),
  ).toEqual([]);
});

test("a path through a table without personal data is refused", () => {
  const nobody = { ...people, schema: people.schema, personal: "none" } as const;
  expect(
    personalDataProblems([nobody, { ...bare, schema: bare.schema, personal: { subject, columns } }]),
  ).toEqual([expect.stringMatching(/"letters" is circular, or leads to a table without/)]);
});

test("a table that was not made by defineTable is refused", () => {
  const made = { ...bare, schema: z.unknown() as unknown as typeof bare.schema };
  expect(personalDataProblems([made])).toEqual([expect.stringMatching(/Make it with defineTable/)]);
});

test("what is misspelt doesn't compile", () => {
  const base = {
    comment: "Letters.",
    idPrefix: "let",
    fields: { personId: z.string(), text: z.string(), copies: z.array(address).nullable() },
  } as const;
  const right = { subject: { customer: "personId" } } as const;
  const tables = [
    defineTable("a", {
      ...base,
      personal: {
        ...right,
        others: { copies: { address: "value" } },
        columns: { text: { keep: "Why." }, copies: { parts: { kind: "none", value: "erase" } } },
      },
    }),
    // @ts-expect-error there is no such column
    defineTable("b", { ...base, personal: { subject: { customer: "persnId" }, columns: {} } }),
    // @ts-expect-error there is no such column
    defineTable("c", { ...base, personal: { ...right, columns: { txt: "erase" } } }),
    // @ts-expect-error there is no such part
    defineTable("d", { ...base, personal: { ...right, columns: { copies: { parts: { vale: "erase" } } } } }),
    // @ts-expect-error what is kept has a reason
    defineTable("e", { ...base, personal: { ...right, columns: { text: "keep" } } }),
    defineTable("f", {
      ...base,
      // @ts-expect-error entries have no such part
      personal: { ...right, rows: "erase", others: { copies: { address: "vale" } } },
    }),
    // @ts-expect-error whole rows or columns
    defineTable("g", { ...base, personal: { ...right, rows: "erase", columns: {} } }),
    // @ts-expect-error somebody's data
    defineTable("h", { ...base, personal: { columns: { text: "erase" } } }),
  ];
  const refused = tables.filter((table) => personalDataProblems([table]).length > 0);
  expect(refused.map(({ name }) => name)).toEqual(["b", "c", "d", "e", "f", "g", "h"]);
});
