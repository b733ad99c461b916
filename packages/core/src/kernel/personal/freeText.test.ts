import { expect, test } from "vitest";
import * as z from "zod";
import { bytes, instant } from "../table.ts";
import { canBeEmpty, isFreeText } from "./freeText.ts";

type Node = { readonly size: number; readonly children: readonly Node[] };
const sizes: z.ZodType<Node> = z.object({
  size: z.int(),
  get children() {
    return z.array(sizes);
  },
});
const json: z.ZodType = z.lazy(() => z.union([z.string(), z.int(), z.array(json)]));
const shared = z.string();

test.each([
  ["a string", "note", z.string()],
  ["a string that may be null", "note", z.string().nullable()],
  ["a string with a default", "note", z.string().default("")],
  ["an address", "mail", z.email()],
  ["a web address", "page", z.url()],
  ["a string by pattern", "code", z.string().regex(/^\d+$/)],
  ["a template literal", "code", z.templateLiteral(["a", z.string()])],
  ["bytes", "file", bytes()],
  ["a list of strings", "tags", z.array(z.string())],
  ["an object with a string deep in it", "facts", z.object({ a: z.array(z.object({ b: z.string() })) })],
  ["an object that takes anything beside", "facts", z.looseObject({ size: z.int() })],
  ["a record, whose keys may be words", "counts", z.record(z.string(), z.int())],
  ["a record of strings", "words", z.record(z.enum(["a", "b"]), z.string())],
  ["anything", "data", z.unknown()],
  ["a schema of somebody's own", "data", z.custom<string>()],
  ["a transformed value", "data", z.string().transform(Number)],
  ["a string or a number", "data", z.union([z.int(), z.string()])],
  ["a tuple with a string", "pair", z.tuple([z.int(), z.string()])],
  ["a tuple with a rest of strings", "row", z.tuple([z.int()], z.string())],
  ["a schema that contains itself", "tree", json],
  ["words in an object called by an id", "caseId", z.object({ name: z.string() })],
  ["a schema that is an id elsewhere", "person", z.object({ caseId: shared, name: shared })],
  ["a name that only looks like an id", "paid", z.string()],
  ["a name that only contains one", "idea", z.string()],
] as const)("%s may be free text", (_, name, schema) => {
  expect(isFreeText(name, schema)).toBe(true);
});

test.each([
  ["an id by name", "customerId", z.string()],
  ["an id that may be null", "customerId", z.string().nullable()],
  ["ids by name", "caseIds", z.array(z.string())],
  ["the id itself", "id", z.string()],
  ["an id in an object", "actor", z.object({ kind: z.enum(["a", "b"]), id: z.string().nullable() })],
  ["an enumeration", "state", z.enum(["a", "b"])],
  ["a literal", "state", z.literal("a")],
  ["a list of enumerated words", "states", z.array(z.enum(["a", "b"]))],
  ["a record of enumerated keys", "counts", z.record(z.enum(["a", "b"]), z.int())],
  ["a whole number", "size", z.int()],
  ["a number that may be null", "size", z.number().nullable()],
  ["a claim", "isGood", z.boolean()],
  ["a moment", "at", instant()],
  ["an object of numbers", "box", z.object({ width: z.number(), height: z.number() })],
  ["a schema that contains itself", "tree", sizes],
] as const)("%s is no free text", (_, name, schema) => {
  expect(isFreeText(name, schema)).toBe(false);
});

test.each([
  ["a string", z.string(), true],
  ["a string that can't be empty", z.string().min(1), false],
  ["an enumeration", z.enum(["a", "b"]), false],
  ["an enumeration that may be null", z.enum(["a", "b"]).nullable(), true],
  ["a number", z.number(), false],
  ["a list", z.array(z.string()), true],
  ["a record", z.record(z.string(), z.unknown()), true],
  ["an object with fields", z.object({ a: z.string() }), false],
  ["bytes", bytes(), true],
] as const)("whether %s can be empty", (_, schema, expected) => {
  expect(canBeEmpty(schema)).toBe(expected);
});
