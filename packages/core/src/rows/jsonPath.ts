import { SupportError } from "../errors/index.ts";
import type { JsonPath, Table } from "../ports/index.ts";
import { requireColumn } from "./fields.ts";

const mostNames = 10;
const longestName = 1_000;

/** The path in its stored form. Throws INVALID_INPUT for a column that is not JSON, and for an invalid path. */
export function requirePath(table: Table, field: string, given: unknown): JsonPath {
  const refuse = (message: string) =>
    new SupportError("INVALID_INPUT", message, { details: { table: table.name, field } });
  const { type } = requireColumn(table, field);
  if (type !== "json") throw refuse(`"${table.name}.${field}" holds ${type}: only JSON fields have paths.`);
  const names: readonly unknown[] = Array.isArray(given) ? given : [];
  const isName = (name: unknown) => typeof name === "string" && name.length <= longestName;
  const [first, ...others] = names.filter((name) => typeof name === "string");
  if (first === undefined || names.length > mostNames || !names.every(isName))
    throw refuse(
      `A path in "${table.name}.${field}" must be a list of 1 to ${mostNames} names of at most ${longestName} characters each.`,
    );
  return [first.toWellFormed(), ...others.map((name) => name.toWellFormed())];
}

/** The value at the end of a path through objects; null if it leads nowhere. */
export function valueAt(json: unknown, path: JsonPath): unknown {
  let value = json;
  for (const name of path) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    if (!Object.hasOwn(value, name)) return null;
    value = Reflect.get(value, name);
  }
  return value ?? null;
}
