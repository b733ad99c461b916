import type { Filter, Keyed, Scalar, Table } from "../ports/index.ts";
import { compareScalars } from "./compare.ts";
import { valueAt } from "./jsonPath.ts";
import { type CheckedLeaf, checkLeaf } from "./leaf.ts";

/** Compiles a filter to a predicate, with the meaning that {@link Filter} documents. Unknown fields throw. */
export function predicate<Row extends Keyed>(
  table: Table<Row>,
  filter: Filter<Row> | undefined,
): (row: Row) => boolean {
  if (filter === undefined) return () => true;
  if ("and" in filter) {
    const parts = filter.and.map((part) => predicate(table, part));
    return (row) => parts.every((part) => part(row));
  }
  if ("or" in filter) {
    const parts = filter.or.map((part) => predicate(table, part));
    return (row) => parts.some((part) => part(row));
  }
  if ("not" in filter) {
    const part = predicate(table, filter.not);
    return (row) => !part(row);
  }
  const leaf = checkLeaf(table, filter);
  const { path } = leaf;
  const test = leafTest(leaf);
  if (path === null) return (row) => test(row[filter.field]);
  return (row) => test(valueAt(row[filter.field], path));
}

function leafTest(leaf: CheckedLeaf): (value: unknown) => boolean {
  switch (leaf.comparison) {
    case "is":
      return (value) => value === leaf.value;
    case "isNot":
      return (value) => value !== leaf.value;
    case "in": {
      const values = new Set<unknown>(leaf.values);
      return (value) => values.has(value);
    }
    case "startsWith":
      return (value) => typeof value === "string" && value.startsWith(leaf.value);
    case "includes":
      return (value) => Array.isArray(value) && value.includes(leaf.value);
    case "isEmpty":
      return (value) => Array.isArray(value) && value.length === 0;
    case "below":
      return ordering(leaf.value, (order) => order < 0);
    case "atMost":
      return ordering(leaf.value, (order) => order <= 0);
    case "above":
      return ordering(leaf.value, (order) => order > 0);
    case "atLeast":
      return ordering(leaf.value, (order) => order >= 0);
  }
}

/** Values of another type than the bound, which JSON may contain, have no order relative to it. */
function ordering(
  bound: Exclude<Scalar, null>,
  holds: (order: number) => boolean,
): (value: unknown) => boolean {
  return (value) => isLike(value, bound) && holds(compareScalars(value, bound));
}

function isLike<Value extends Scalar>(value: unknown, other: Value): value is Value {
  return typeof value === typeof other;
}
