import { isDeepStrictEqual } from "node:util";
import { afterEach, expect } from "vitest";
import { checkOutputs } from "../packages/core/src/kernel/operations/outputCheck.ts";

// Holds whatever an operation returns to the schema of its output, for whoever looks at it: a projection that shows more
// than the schema says, and a schema that says something else, fail the test, also where it catches errors.

const lies: string[] = [];

checkOutputs(({ name, output }, viewer, shown) => {
  // Nothing is null on the wire.
  const value = shown ?? null;
  const parsed = output.schema(viewer).safeParse(value);
  const problem = parsed.success
    ? differences(parsed.data, value, "")[0]
    : `${parsed.error.issues[0]?.path.join(".")}: ${parsed.error.issues[0]?.message}`;
  if (problem === undefined) return;
  const lie = `${name} returned to ${viewer} what its output schema does not say: ${problem}`;
  lies.push(lie);
  throw new Error(lie);
});

afterEach(() => {
  expect(lies.splice(0)).toEqual([]);
});

/** Where a value holds what its schema knows nothing of. */
function differences(known: unknown, value: unknown, path: string): readonly string[] {
  if (isDeepStrictEqual(known, value)) return [];
  if (!isRecord(known) || !isRecord(value)) return [`${path} is another value`];
  const names = new Set([...Object.keys(known), ...Object.keys(value)]);
  return [...names].flatMap((name) => {
    const at = path === "" ? name : `${path}.${name}`;
    return Object.hasOwn(known, name) ? differences(known[name], value[name], at) : [`${at} is unknown`];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
