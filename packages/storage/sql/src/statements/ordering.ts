import { type Cursor, type Keyed, type Order, requireCursor, requireScalar, totalOrder } from "@heedkit/core";
import { sql } from "kysely";
import type { Shape, SqlContext } from "../shape.ts";
import type { Fragment, Slots } from "../statement.ts";

/** The order of a query with its last key. Throws INVALID_INPUT for a field that has no order. */
export function checkedOrder<Value, Row extends Keyed>(
  { table }: SqlContext<Value>,
  orderBy: readonly Order<Row>[] | undefined,
): readonly Order<Row>[] {
  const order = totalOrder(orderBy);
  for (const { field } of order) requireScalar(table, field);
  return order;
}

/** Adds an order, and the cursor to continue after, to the shape. */
export function describeOrder<Value, Row extends Keyed>(
  { table, columns }: SqlContext<Value>,
  order: readonly Order<Row>[],
  after: Cursor | undefined,
  shape: Shape<Value>,
): void {
  if (after !== undefined) requireCursor(table, order, after);
  shape.key += after === undefined ? " order" : " after";
  for (const [at, { field, direction }] of order.entries()) {
    const value = after?.[at] ?? null;
    shape.key += ` ${direction === "descending" ? "-" : "+"}${field}${value === null ? "?" : ""}`;
    if (value !== null) shape.values.push(columns.of(field).encode(value));
  }
}

/** The condition that a row comes after the cursor. */
export function afterFragment<Value, Row extends Keyed>(
  { columns }: SqlContext<Value>,
  order: readonly Order<Row>[],
  after: Cursor,
  slots: Slots,
): Fragment {
  const keys = order.map(({ field, direction }, at) => {
    const isNull = (after[at] ?? null) === null;
    const column = columns.of(field);
    return {
      column: column.reference,
      isNullable: column.definition.nullable,
      isDescending: direction === "descending",
      bound: isNull ? null : slots.next(),
    };
  });
  const beyond = ({ column, bound, isDescending, isNullable }: (typeof keys)[number]): Fragment => {
    if (bound === null) return isDescending ? sql`1 = 0` : sql`${column} is not null`;
    if (!isDescending) return sql`${column} > ${bound}`;
    return isNullable ? sql`(${column} < ${bound} or ${column} is null)` : sql`${column} < ${bound}`;
  };
  const same = ({ column, bound }: (typeof keys)[number]): Fragment =>
    bound === null ? sql`${column} is null` : sql`${column} = ${bound}`;

  const tail = keys.reduceRight<Fragment | null>(
    (rest, key) => (rest === null ? beyond(key) : sql`(${beyond(key)} or (${same(key)} and ${rest}))`),
    null,
  );
  const [first] = keys;
  if (tail === null || first === undefined) return sql`1 = 1`;
  // Implied by the rest; it gives the index a range to start from, instead of walking over earlier pages.
  if (first.bound !== null && !first.isDescending) return sql`${first.column} >= ${first.bound} and ${tail}`;
  if (first.bound !== null && !first.isNullable) return sql`${first.column} <= ${first.bound} and ${tail}`;
  return tail;
}

/**
 * `order by` with nulls first when ascending and last when descending. `sorts`: the rows are few and found by an index
 * of the filter, so they are to be sorted, not to be looked for in an index that has them in this order.
 */
export function orderFragment<Value, Row extends Keyed>(
  { columns, dialect }: SqlContext<Value>,
  order: readonly Order<Row>[],
  { sorts } = { sorts: false },
): Fragment {
  const keys = order.map(({ field, direction }) => {
    const { reference: column, definition } = columns.of(field);
    const reference = sorts ? (dialect.sorted?.(column) ?? column) : column;
    const isDescending = direction === "descending";
    const keyed = isDescending ? sql`${reference} desc` : sql`${reference}`;
    if (dialect.nullsFirst || !definition.nullable) return keyed;
    return isDescending ? sql`${keyed} nulls last` : sql`${keyed} nulls first`;
  });
  return sql`order by ${sql.join(keys)}`;
}
