import { SupportError } from "../errors/index.ts";
import type { Filter, Keyed, Scalar, Table } from "../ports/index.ts";
import { compareScalars } from "./compare.ts";

/** Throws INVALID_INPUT when the table has no such field. */
export function requireField(table: Table, field: string): void {
  if (Object.hasOwn(table.columns, field)) return;
  throw new SupportError(
    "INVALID_INPUT",
    `Table "${table.name}" has no field "${field}". It has: ${Object.keys(table.columns).join(", ")}.`,
    { details: { table: table.name, field } },
  );
}

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
  requireField(table, filter.field);
  const test = leafTest(filter);
  return (row) => test(row[filter.field]);
}

type AnyLeaf = { readonly field: string } & Readonly<Record<string, unknown>>;

function leafTest(leaf: AnyLeaf): (value: unknown) => boolean {
  if ("is" in leaf) return (value) => value === leaf.is;
  if ("isNot" in leaf) return (value) => value !== leaf.isNot;
  if (Array.isArray(leaf.in))
    return (value) => (leaf.in as readonly unknown[]).includes(value) && value !== null;
  if ("below" in leaf) return ordering(leaf.below, (order) => order < 0);
  if ("atMost" in leaf) return ordering(leaf.atMost, (order) => order <= 0);
  if ("above" in leaf) return ordering(leaf.above, (order) => order > 0);
  if ("atLeast" in leaf) return ordering(leaf.atLeast, (order) => order >= 0);
  const { startsWith, includes } = leaf;
  if (typeof startsWith === "string")
    return (value) => typeof value === "string" && value.startsWith(startsWith);
  if (typeof includes === "string") return (value) => Array.isArray(value) && value.includes(includes);
  throw new SupportError(
    "INVALID_INPUT",
    `The filter on "${leaf.field}" has no comparison. Use one of: is, isNot, in, below, atMost, above, atLeast, startsWith, includes.`,
  );
}

function ordering(bound: unknown, holds: (order: number) => boolean): (value: unknown) => boolean {
  return (value) => value !== null && holds(compareScalars(value as Scalar, bound as Scalar));
}
