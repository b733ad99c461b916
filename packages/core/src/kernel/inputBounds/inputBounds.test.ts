import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test, vi } from "vitest";
import * as z from "zod";
import { isSupportError } from "../../errors/index.ts";
import { memoryStorage } from "../../memory/index.ts";
import type { Channel } from "../../ports/index.ts";
import { createSupport } from "../../support.ts";
import { bounds, idInput, instantInput, listOf, namedValues, recordInput } from "../bounds.ts";
import { cursorSchema } from "../input.ts";
import { unboundedPlaces } from "./unbounded.ts";

/** Each schema that a call of the desk parses its input with, by the name of the call. */
const seen = vi.hoisted(() => {
  // Files of this package share a process: what an earlier one loaded would not have the mock in it.
  vi.resetModules();
  return new Map<string, Set<z.ZodType>>();
});
// Nor must a later one have it.
afterAll(() => void vi.resetModules());

vi.mock("../input.ts", async (original) => {
  const module = await original<typeof import("../input.ts")>();
  const parseInput: typeof module.parseInput = (schema, input, what) => {
    seen.set(what, (seen.get(what) ?? new Set()).add(schema));
    return module.parseInput(schema, input, what);
  };
  return { ...module, parseInput };
});

const mail: Channel = {
  specVersion: 1,
  id: "mail",
  kind: "email",
  capabilities: {
    receive: true,
    deliver: false,
    html: false,
    attachments: true,
    subject: true,
    listens: false,
  },
  parse: async () => [],
};

const packageFolder = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** The names of all calls that parse input, according to the sources. */
function callsInSources(): readonly string[] {
  const files = globSync("**/*.ts", { cwd: packageFolder }).filter(
    (file) => !/(?:\.test|ForTests)\.ts$|kernel\/operations\//.test(file),
  );
  return files
    .flatMap((file) => [
      ...readFileSync(join(packageFolder, file), "utf8").matchAll(
        /\bparse(?:Input|For)\((?:(?!\bparse(?:Input|For)\()[^;])*?"([\w.]+)",?\s*\)/g,
      ),
    ])
    .map(([, name = ""]) => name);
}

/** Calls of a desk itself, without input. */
const ofLife = ["start", "stop", "live", "within", "on", "plugins", "actor"];

function callsOf(
  holder: object,
  left: readonly string[] = ofLife,
): readonly ((...given: never[]) => unknown)[] {
  return Object.entries(holder).flatMap(([name, member]) => {
    if (left.includes(name)) return [];
    if (typeof member === "function") return [member];
    return typeof member === "object" && member !== null ? callsOf(member, []) : [];
  });
}

const isBounded = (schema: unknown) => schema === namedValues;

test("every input of every call has a bound: texts, lists, records, numbers and moments", async () => {
  const desk = await createSupport({ storage: memoryStorage(), channels: [mail], report: () => {} });
  const customer = desk.as({ kind: "customer", id: "cus_x" });
  for (const bound of [desk, customer])
    for (const call of callsOf(bound))
      for (const given of [[{}], ["x", {}], ["x", "x"], ["mail", {}]])
        try {
          await Reflect.apply(call, null, given);
        } catch (error) {
          if (!isSupportError(error) || error.code === "INTERNAL") throw error;
        }
  const names = [...callsInSources(), ...desk.operations.map(({ name }) => name)];
  expect(names.filter((name) => !seen.has(name))).toEqual([]);
  const unbounded = [...seen].flatMap(([name, schemas]) =>
    [...schemas].flatMap((schema) =>
      unboundedPlaces(schema, isBounded).map(({ path, problem }) => `${name} ${path}: ${problem}`),
    ),
  );
  expect(unbounded).toEqual([]);
}, 120_000);

test.each([
  ["a text", z.object({ a: z.string().min(1).optional() }), "a"],
  ["a text that only has a form", z.object({ a: z.email() }), "a"],
  ["a list", z.object({ a: z.array(idInput).min(1) }), "a"],
  ["a text in a list", z.object({ a: z.array(z.string()).max(3).default([]) }), "a[]"],
  ["a number", z.union([z.null(), z.object({ a: z.int().min(0) })]), "|1.a"],
  ["a moment", z.object({ a: z.date().nullable() }), "a"],
  ["a record", z.object({ a: z.record(idInput, z.boolean()) }), "a"],
  ["a record of anything", z.object({ a: z.record(idInput, z.unknown()) }), "a"],
  ["anything", z.object({ a: z.unknown() }), "a"],
  ["a check that takes anything", z.object({ a: z.custom<string>() }), "a"],
  ["further names", z.looseObject({}), "{}"],
  ["a text behind a transformation", z.object({ a: z.string().transform(Number).pipe(instantInput) }), "a"],
])("%s without a bound is found", (_, schema, path) => {
  expect(unboundedPlaces(schema, isBounded)).toEqual([{ path, problem: expect.any(String) }]);
});

test("what has its bounds is not complained of", () => {
  const schema = z.object({ id: idInput, at: instantInput, list: listOf(idInput), record: recordInput });
  expect(unboundedPlaces(schema, isBounded)).toEqual([]);
});

test("a place of a page is bounded", () => {
  const takes = (value: unknown) => cursorSchema.safeParse(value).success;
  expect(takes([1, "x"])).toBe(true);
  expect(takes(["x".repeat(bounds.text)])).toBe(false);
  expect(takes(Array.from({ length: 100 }, () => 1))).toBe(false);
});
