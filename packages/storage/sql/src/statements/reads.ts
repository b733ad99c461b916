import {
  type Filter,
  type Keyed,
  type Query,
  requireLimit,
  type SearchQuery,
  SupportError,
} from "@heedkit/core";
import { sql } from "kysely";
import {
  type Described,
  encodeText,
  paddedLength,
  pushNumber,
  pushPadded,
  type Shape,
  type SqlContext,
} from "../shape.ts";
import { Slots } from "../statement.ts";
import { describeFilter, filterFragment } from "./filters.ts";
import { afterFragment, checkedOrder, describeOrder, orderFragment } from "./ordering.ts";
import { isServedByIndex } from "./served.ts";

/** Rows of one tenant by id. */
export function byIds<Value>(
  context: SqlContext<Value>,
  tenantId: string,
  ids: readonly string[],
): Described<Value> {
  const { columns, dialect, source } = context;
  const length = paddedLength(ids.length);
  const shape: Shape<Value> = { key: `get ${length}`, values: [encodeText(dialect, tenantId)] };
  pushPadded(
    shape,
    ids.map((id) => encodeText(dialect, id)),
  );
  return {
    ...shape,
    write() {
      const slots = new Slots();
      const tenant = sql`${columns.of("tenantId").reference} = ${slots.next()}`;
      const id = columns.of("id").reference;
      const isOne = length === 1 ? sql`${id} = ${slots.next()}` : sql`${id} in (${slots.list(length)})`;
      return sql`select ${columns.selection} from ${source} where ${tenant} and ${isOne}`;
    },
  };
}

/** Rows by filter, in order, after a cursor. */
export function byQuery<Value, Row extends Keyed>(
  context: SqlContext<Value>,
  { where, orderBy, after, limit }: Query<Row>,
): Described<Value> {
  requireLimit(limit);
  const order = checkedOrder(context, orderBy);
  const shape: Shape<Value> = { key: "find ", values: [] };
  describeFilter(context, where, shape);
  describeOrder(context, order, after, shape);
  // Who asks for no order gets that of the ids, which is no reason to walk over all ids of the tenant.
  const sorts = (orderBy ?? []).length === 0 && after === undefined && isServedByIndex(context.table, where);
  if (sorts) shape.key += " sorted";
  pushNumber(context, shape, limit);
  return {
    ...shape,
    write() {
      const slots = new Slots();
      const condition = filterFragment(context, where, slots);
      const isAfter = after === undefined ? sql`` : sql` and ${afterFragment(context, order, after, slots)}`;
      const { columns, source } = context;
      return sql`select ${columns.selection} from ${source} where ${condition}${isAfter} ${orderFragment(context, order, { sorts })} limit ${context.dialect.limit(slots.next())}`;
    },
  };
}

/** How many rows there are. */
export function counting<Value, Row extends Keyed>(
  context: SqlContext<Value>,
  where: Filter<Row> | undefined,
): Described<Value> {
  const shape: Shape<Value> = { key: "count ", values: [] };
  describeFilter(context, where, shape);
  return {
    ...shape,
    write: () =>
      sql`select count(*) from ${context.source} where ${filterFragment(context, where, new Slots())}`,
  };
}

/** Rows by words; null where the text holds none. */
export function byWords<Value, Row extends Keyed>(
  context: SqlContext<Value>,
  { text, where, limit }: SearchQuery<Row>,
): Described<Value> | null {
  requireLimit(limit);
  const { table, columns, dialect, name, source } = context;
  if (table.search === undefined)
    throw new SupportError("INVALID_INPUT", `Table "${table.name}" has no searchable fields.`);
  const expression = dialect.search.expression(text);
  const shape: Shape<Value> = { key: "search ", values: [] };
  if (expression !== null) shape.values.push(encodeText(dialect, expression));
  describeFilter(context, where, shape);
  pushNumber(context, shape, limit);
  if (expression === null) return null;
  return {
    ...shape,
    write() {
      const slots = new Slots();
      return dialect.search.select({
        table: name,
        searched: (table.search ?? []).map((field) => columns.of(field).name),
        source,
        schema: context.schema,
        prefix: context.prefix,
        columns: columns.selection,
        expression: slots.next(),
        where: filterFragment(context, where, slots),
        limit: context.dialect.limit(slots.next()),
      });
    },
  };
}
