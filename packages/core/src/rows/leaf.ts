import { SupportError } from "../errors/index.ts";
import type { ColumnDefinition, JsonPath, Scalar, Table } from "../ports/index.ts";
import { requireColumn } from "./fields.ts";
import { requirePath } from "./jsonPath.ts";
import { fits, misfit } from "./values.ts";

const comparisons = [
  "is",
  "isNot",
  "in",
  "below",
  "atMost",
  "above",
  "atLeast",
  "startsWith",
  "includes",
  "isEmpty",
] as const;

/** The ways to compare one field. */
export type Comparison = (typeof comparisons)[number];

/** A validated leaf of a filter. `path`: where in a JSON column; null for the column itself. */
export type CheckedLeaf = {
  readonly field: string;
  readonly column: ColumnDefinition;
  readonly path: JsonPath | null;
} & (
  | { readonly comparison: "is" | "isNot"; readonly value: Scalar }
  | { readonly comparison: "in"; readonly values: readonly Exclude<Scalar, null>[] }
  | { readonly comparison: "below" | "atMost" | "above" | "atLeast"; readonly value: Exclude<Scalar, null> }
  | { readonly comparison: "startsWith" | "includes"; readonly value: string }
  | { readonly comparison: "isEmpty"; readonly value: true }
);

/** Maximum values of an `in`. */
const mostValues = 10_000;

/**
 * Validates a leaf against its table, so that every storage rejects the same things. Throws INVALID_INPUT for an
 * unknown field, a path into a column that is not JSON, none or several comparisons, an impossible value (above all
 * `undefined`, which must not widen a result), and for comparing what has no order.
 */
export function checkLeaf(table: Table, leaf: { readonly field: string }): CheckedLeaf {
  const { field } = leaf;
  const column = requireColumn(table, field);
  const path = Object.hasOwn(leaf, "path") ? requirePath(table, field, Reflect.get(leaf, "path")) : null;
  const [comparison, ...others] = comparisons.filter((name) => Object.hasOwn(leaf, name));
  if (comparison === undefined || others.length > 0)
    throw new SupportError(
      "INVALID_INPUT",
      `The filter on "${table.name}.${field}" needs exactly one of: ${comparisons.join(", ")}.`,
      { details: { table: table.name, field } },
    );
  const value: unknown = Reflect.get(leaf, comparison);
  const isPlain = column.type !== "json" && column.type !== "bytes";
  const refuse = (found: unknown) =>
    path === null ? misfit(table, field, column, found) : notScalar(table, field, comparison);
  const isComparable = (one: unknown): one is Exclude<Scalar, null> =>
    isScalar(one) && one !== null && (path === null ? isPlain && fits(column, one) : isJsonScalar(one));
  const at = { field, column, path };

  switch (comparison) {
    case "is":
    case "isNot":
      if (value === null) return { ...at, comparison, value };
      if (!isComparable(value)) throw refuse(value);
      return { ...at, comparison, value: normal(value) };
    case "in": {
      if (!Array.isArray(value) || !(isPlain || path !== null)) throw refuse(value);
      if (value.length > mostValues)
        throw new SupportError("INVALID_INPUT", `"in" takes at most 10,000 values, not ${value.length}.`);
      const values = value
        .filter((one) => one !== null)
        .map((one: unknown) => {
          if (!isComparable(one)) throw refuse(one);
          return normal(one);
        });
      return { ...at, comparison, values };
    }
    case "startsWith":
      if (typeof value !== "string" || (path === null && column.type !== "text")) throw refuse(value);
      return { ...at, comparison, value: value.toWellFormed() };
    case "includes":
      if (typeof value !== "string" || column.type !== "json") throw refuse(value);
      return { ...at, comparison, value: value.toWellFormed() };
    case "isEmpty":
      if (value !== true || column.type !== "json") throw refuse(value);
      return { ...at, comparison, value };
    default:
      if (!isComparable(value)) throw refuse(value);
      return { ...at, comparison, value: normal(value) };
  }
}

function isScalar(value: unknown): value is Scalar {
  return (
    value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean"
  );
}

/** NaN and the infinities are not valid JSON. */
function isJsonScalar(value: Scalar): boolean {
  return typeof value !== "number" || Number.isFinite(value);
}

/** Text in its stored form, and 0 for -0. */
function normal<Value extends Exclude<Scalar, null>>(value: Value): Value | string | 0 {
  if (typeof value === "string") return value.toWellFormed();
  return value === 0 ? 0 : value;
}

function notScalar(table: Table, field: string, comparison: Comparison): SupportError {
  const wanted = {
    startsWith: "a string",
    includes: "a string",
    isEmpty: "true",
    in: "a list of strings, finite numbers, true and false",
    is: "a string, a finite number, true, false or null",
    isNot: "a string, a finite number, true, false or null",
    below: "a string, a finite number, true or false",
    atMost: "a string, a finite number, true or false",
    above: "a string, a finite number, true or false",
    atLeast: "a string, a finite number, true or false",
  }[comparison];
  return new SupportError(
    "INVALID_INPUT",
    `"${comparison}" on a path in "${table.name}.${field}" takes ${wanted}.`,
    { details: { table: table.name, field } },
  );
}
