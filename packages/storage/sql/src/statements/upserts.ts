import { type Filter, type Keyed, type UpsertChange, upsertFields } from "@heedkit/core";
import { sql } from "kysely";
import type { Described, Shape, SqlContext } from "../shape.ts";
import { type Fragment, Slots } from "../statement.ts";
import { describeFilter, filterFragment } from "./filters.ts";
import {
  assignmentsFragment,
  describeAssignments,
  describeExpected,
  expectedFragments,
  insertFragment,
} from "./writes.ts";

/** Inserts a row or changes the one that has its key, in one statement: for dialects with `on conflict`. */
export function upserting<Value>(context: SqlContext<Value>, change: UpsertChange): Described<Value> {
  const { columns, dialect } = context;
  const fields = upsertFields(change);
  const isLong = hasLongKey(context, change, fields);
  const shape: Shape<Value> = {
    key: `upsert ${change.by ?? ""}${isLong ? " long" : ""}:`,
    values: [...columns.encode(change.row)],
  };
  describeAssignments(context, change, shape);
  shape.key += " where";
  describeExpected(context, change.expect, shape);
  return {
    ...shape,
    write() {
      const slots = new Slots();
      const insert = insertFragment(context, 1, slots);
      const target = conflictTarget(context, fields, isLong);
      const assigned = assignmentsFragment(context, change, slots);
      const expected = expectedFragments(context, change.expect, slots);
      const where = expected.length === 0 ? sql`` : sql` where ${sql.join(expected, sql` and `)}`;
      const upsert = sql`${insert} on conflict ${target} do update set ${assigned}${where}`;
      return dialect.guarded?.(upsert) ?? upsert;
    },
  };
}

/**
 * Changes the row that an upsert finds, if it is as expected; null if it can find none, as the key holds null. For
 * dialects without `on conflict`, which insert if this finds nothing.
 */
export function updatingFound<Value>(
  context: SqlContext<Value>,
  change: UpsertChange,
): Described<Value> | null {
  const key = keyFilter(change);
  if (key === null) return null;
  const { source } = context;
  const shape: Shape<Value> = { key: `found ${change.by ?? ""}:`, values: [] };
  describeAssignments(context, change, shape);
  shape.key += " where";
  describeFilter(context, key, shape);
  describeExpected(context, change.expect, shape);
  return {
    ...shape,
    write() {
      const slots = new Slots();
      const assigned = assignmentsFragment(context, change, slots);
      const conditions = [
        filterFragment(context, key, slots),
        ...expectedFragments(context, change.expect, slots),
      ];
      return sql`update ${source} set ${assigned} where ${sql.join(conditions, sql` and `)}`;
    },
  };
}

/** The row that an upsert would change: all that have its key. Null if it can find none. */
export function keyFilter(change: UpsertChange): Filter<Keyed> | null {
  const leaves = upsertFields(change).map((field) => ({ field, is: change.row[field] }));
  if (leaves.some(({ is }) => is === null)) return null;
  // Leaves of a table whose fields are only known here; each is checked when the filter is compiled.
  return { and: leaves as unknown as readonly Filter<Keyed>[] };
}

function hasLongKey<Value>(
  { columns, dialect: { longKeys } }: SqlContext<Value>,
  { row }: UpsertChange,
  fields: readonly string[],
): boolean {
  return fields.some((field) => {
    const value = row[field];
    return columns.of(field).isKeyText && typeof value === "string" && longKeys?.isLong(value) === true;
  });
}

/** The index whose conflict makes the statement update: where long texts have their own, the one for this row. */
function conflictTarget<Value>(
  { columns, dialect: { longKeys } }: SqlContext<Value>,
  fields: readonly string[],
  isLong: boolean,
): Fragment {
  const keys = fields.map((field) => ({ ...columns.of(field), column: sql.id(columns.of(field).name) }));
  const texts = keys.filter(({ isKeyText }) => isKeyText);
  if (longKeys === undefined || texts.length === 0)
    return sql`(${sql.join(keys.map(({ column }) => column))})`;
  if (!isLong) {
    const short = texts.map(({ column }) => longKeys.short(column));
    return sql`(${sql.join(keys.map(({ column }) => column))}) where ${sql.join(short, sql` and `)}`;
  }
  const digests = keys.map(({ column, isKeyText }) => (isKeyText ? longKeys.digest(column) : column));
  const long = texts.map(({ column }) => sql`not ${longKeys.short(column)}`);
  return sql`(${sql.join(digests)}) where ${sql.join(long, sql` or `)}`;
}
