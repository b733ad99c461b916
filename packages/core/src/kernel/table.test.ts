import { expect, test } from "vitest";
import * as z from "zod";
import { bytes, defineAppendOnlyTable, defineTable, instant } from "./table.ts";

const columnsOf = (fields: z.ZodRawShape) => {
  const { columns } = defineAppendOnlyTable("things", { comment: "Things.", idPrefix: "thg", fields });
  return Object.fromEntries(Object.keys(fields).map((field) => [field, columns[field]]));
};

test.each([
  ["a string", z.string(), "text"],
  ["a bounded string", z.string().min(1).max(5), "text"],
  ["an address", z.email(), "text"],
  ["a web address", z.url(), "text"],
  ["a UUID", z.uuid(), "text"],
  ["an enumeration", z.enum(["a", "b"]), "text"],
  ["a word", z.literal("a"), "text"],
  ["one of some words", z.literal(["a", "b"]), "text"],
  ["a whole number", z.int(), "integer"],
  ["a bounded whole number", z.int().min(1).max(5), "integer"],
  ["a number", z.number(), "real"],
  ["a claim", z.boolean(), "boolean"],
  ["a moment", instant(), "instant"],
  ["bytes", bytes(), "bytes"],
  ["a list", z.array(z.string()), "json"],
  ["a record", z.record(z.string(), z.unknown()), "json"],
  ["an object", z.object({ a: z.string() }), "json"],
  ["a word or a number", z.union([z.string(), z.int()]), "json"],
] as const)(
  "%s is kept in a column of its own kind, and may be null where the schema says so",
  (_, schema, type) => {
    expect(columnsOf({ plain: schema, empty: schema.nullable() })).toMatchObject({
      plain: { type, nullable: false },
      empty: { type, nullable: true },
    });
  },
);

test("the description of a field reaches the storage", () => {
  const fields = { a: z.string().describe("the a"), b: z.int().nullable().describe("the b"), c: z.boolean() };
  expect(columnsOf(fields)).toEqual({
    a: { type: "text", nullable: false, comment: "the a" },
    b: { type: "integer", nullable: true, comment: "the b" },
    c: { type: "boolean", nullable: false },
  });
});

test("a field that may be missing is refused: rows have all their columns", () => {
  expect(() => columnsOf({ word: z.string().optional() })).toThrow(/"things\.word".*nullable/);
});

test("unique keys are each tenant's own, and rows have a version unless they are never changed", () => {
  const options = {
    comment: "Things.",
    idPrefix: "thg",
    fields: { word: z.string() },
    unique: { word: ["word"] },
  } as const;
  const table = defineTable("things", options);
  expect(table.unique).toEqual([{ name: "word", fields: ["tenantId", "word"] }]);
  expect(Object.keys(table.columns)).toEqual(["tenantId", "id", "version", "word"]);
  expect(Object.keys(defineAppendOnlyTable("things", options).columns)).toEqual(["tenantId", "id", "word"]);
});

test("a table is plain data beside its schema, which copies leave out", () => {
  const table = defineTable("things", {
    comment: "Things.",
    idPrefix: "thg",
    fields: { word: z.string() },
    search: ["word"],
  });
  expect(table.schema.safeParse({ tenantId: "t", id: "a", version: 1, word: "x" }).success).toBe(true);
  const { schema: _schema, ...copy } = { ...table, schema: null };
  expect(structuredClone(table)).toEqual(copy);
  expect(JSON.parse(JSON.stringify(table))).toEqual(copy);
});
