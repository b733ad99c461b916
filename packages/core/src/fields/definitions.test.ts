import { describe, expect, test } from "vitest";
import * as z from "zod";
import { anyField, definitionsOf, fieldNamed, placeOf } from "./index.ts";

const kindOf = (field: z.ZodType) => definitionsOf(z.object({ field })).field;

describe("what a schema says about a field's values", () => {
  test.each<[string, z.ZodType, object | undefined]>([
    ["text in wrappers", z.string().nullable().default(null).catch(null).readonly(), { kind: "text" }],
    ["an e-mail address", z.email(), { kind: "text" }],
    ["a whole number", z.int().prefault(1), { kind: "number" }],
    ["a number made of text", z.coerce.number(), { kind: "number" }],
    ["options", z.enum(["a", "b"]), { kind: "choice", options: ["a", "b"] }],
    ["numbers to choose from, which are no text", z.literal([1, 2]), { kind: "number", options: null }],
    ["true alone", z.literal(true), { kind: "boolean" }],
    ["options of several types", z.literal(["1", 1]), { kind: "any" }],
    ["one of two types", z.union([z.string(), z.number()]), { kind: "any" }],
    [
      "one of two texts",
      z.union([z.literal("a"), z.enum(["b", "a"])]),
      { kind: "choice", options: ["a", "b"] },
    ],
    ["a pipe, by its end", z.string().pipe(z.coerce.number()), { kind: "number" }],
    ["a transform, whose result nobody knows", z.string().transform((text) => text.length), { kind: "any" }],
    ["a date, which is kept as text", z.date(), { kind: "text" }],
    ["a list of texts", z.array(z.string().optional()), { kind: "list" }],
    ["a list of numbers", z.array(z.number()), undefined],
    ["an object", z.object({ city: z.string() }), undefined],
    ["text or an object", z.union([z.string(), z.object({})]), undefined],
  ])("%s", (_, schema, expected) => {
    if (expected === undefined) expect(kindOf(schema)).toBeUndefined();
    else expect(kindOf(schema)).toMatchObject(expected);
  });
});

test("what comes after the second dot is one name", () => {
  expect(placeOf("case.fields.a.b")).toEqual({ owner: "case", column: "fields", member: "a.b" });
  expect(placeOf("case.status")).toEqual({ owner: "case", column: "status", member: null });
  const open = { "customer.fields.*": anyField };
  expect(fieldNamed(open, "customer.fields.a.b")).toBe(anyField);
  expect(fieldNamed(open, "customer.name")).toBeUndefined();
});
