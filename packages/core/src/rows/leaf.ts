import { SupportError } from "../errors/index.ts";
import type { ColumnDefinition, Scalar, Table } from "../ports/index.ts";
import { requireColumn } from "./fields.ts";
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
] as const;

/** The ways to compare one field. */
export type Comparison = (typeof comparisons)[number];

/** A leaf of a filter that is known to fit its table. */
export type CheckedLeaf = { readonly field: string; readonly column: ColumnDefinition } & (
  | { readonly comparison: "is" | "isNot"; readonly value: Scalar }
  | { readonly comparison: "in"; readonly values: readonly Scalar[] }
  | { readonly comparison: "below" | "atMost" | "above" | "atLeast"; readonly value: Exclude<Scalar, null> }
  | { readonly comparison: "startsWith" | "includes"; readonly value: string }
);

/** Most values that an `in` may list. */
const mostValues = 10_000;

/**
 * Checks a leaf against its table, so that every storage refuses the same things. Throws INVALID_INPUT for an unknown
 * field, none or several comparisons, a value that the column could never hold (`undefined` above all, which must not
 * widen a result), and for comparing what has no order.
 */
export function checkLeaf(table: Table, leaf: { readonly field: string }): CheckedLeaf {
  const { field } = leaf;
  const column = requireColumn(table, field);
  const [comparison, ...others] = comparisons.filter((name) => Object.hasOwn(leaf, name));
  if (comparison === undefined || others.length > 0)
    throw new SupportError(
      "INVALID_INPUT",
      `The filter on "${table.name}.${field}" needs exactly one of: ${comparisons.join(", ")}.`,
      { details: { table: table.name, field } },
    );
  const value: unknown = Object.entries(leaf).find(([name]) => name === comparison)?.[1];
  const refuse = (found: unknown) => misfit(table, field, column, found);
  const isPlain = column.type !== "json" && column.type !== "bytes";

  switch (comparison) {
    case "is":
    case "isNot":
      if (!isScalar(value) || !(value === null || (isPlain && fits(column, value)))) throw refuse(value);
      return { field, column, comparison, value: wellFormed(value) };
    case "in": {
      if (!Array.isArray(value) || !isPlain) throw refuse(value);
      if (value.length > mostValues)
        throw new SupportError("INVALID_INPUT", `"in" takes at most 10,000 values, not ${value.length}.`);
      const values = value
        .filter((one) => one !== null)
        .map((one: unknown) => {
          if (!isScalar(one) || !fits(column, one)) throw refuse(one);
          return wellFormed(one);
        });
      return { field, column, comparison, values };
    }
    case "startsWith":
    case "includes":
      if (typeof value !== "string" || column.type !== (comparison === "includes" ? "json" : "text"))
        throw refuse(value);
      return { field, column, comparison, value: value.toWellFormed() };
    default:
      if (!isScalar(value) || value === null || !isPlain || !fits(column, value)) throw refuse(value);
      return { field, column, comparison, value: typeof value === "string" ? value.toWellFormed() : value };
  }
}

function isScalar(value: unknown): value is Scalar {
  return (
    value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean"
  );
}

function wellFormed(value: Scalar): Scalar {
  return typeof value === "string" ? value.toWellFormed() : value;
}
