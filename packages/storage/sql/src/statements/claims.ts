import {
  type Claimable,
  type ClaimQuery,
  type Filter,
  type IndexDefinition,
  requireLimit,
  type Table,
} from "@heedkit/core";
import { sql } from "kysely";
import { prefixed, snakeCased } from "../names.ts";
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
import { checkedOrder, describeOrder, orderFragment } from "./ordering.ts";

function dueFilter<Row extends Claimable>({ where, now }: ClaimQuery<Row>): Filter<Row> {
  const due: Filter<Claimable> = {
    and: [
      { field: "dueAt", atMost: now },
      {
        or: [
          { field: "leasedUntil", is: null },
          { field: "leasedUntil", atMost: now },
        ],
      },
    ],
  };
  return where === undefined ? (due as Filter<Row>) : { and: [due as Filter<Row>, where] };
}

/** Whether there is anything to claim. */
export function anythingDue<Value, Row extends Claimable>(
  context: SqlContext<Value>,
  query: ClaimQuery<Row>,
): Described<Value> {
  const where = dueFilter(query);
  const shape: Shape<Value> = { key: "due ", values: [] };
  describeFilter(context, where, shape);
  return {
    ...shape,
    write: () =>
      sql`select 1 from ${context.source} where ${filterFragment(context, where, new Slots())} limit 1`,
  };
}

/**
 * Due rows, locked by the transaction until it ends, in no given order: for databases whose updates return no rows.
 * They are looked for without a lock and locked by their keys, so that nobody passes by a row only because somebody
 * else has looked at it. With `deep`, every due row is locked that is read: finds those behind rows that others hold.
 */
export function lockingDue<Value, Row extends Claimable>(
  context: SqlContext<Value>,
  query: ClaimQuery<Row>,
  { deep }: { readonly deep: boolean },
): Described<Value> {
  requireLimit(query.limit);
  const { columns, dialect, name, source, table } = context;
  const where = dueFilter(query);
  const order = checkedOrder(context, query.orderBy ?? [{ field: "dueAt" }]);
  const shape: Shape<Value> = { key: deep ? "lock deep " : "lock ", values: [] };
  describeFilter(context, where, shape);
  describeOrder(context, order, undefined, shape);
  pushNumber(context, shape, query.limit);
  // Sorting would read, and lock, all that are due: an index that has them in order gives no more than are wanted.
  const due = indexInOrder(table, query);
  const hint = due ? (dialect.byIndex?.(prefixed(`${name}_`, snakeCased(due.name))) ?? "") : "";
  return {
    ...shape,
    write() {
      const slots = new Slots();
      const condition = filterFragment(context, where, slots);
      const first = sql`from ${source}${sql.raw(hint)} where ${condition} ${orderFragment(context, order)} limit ${dialect.limit(slots.next())}`;
      const lock = sql` for update skip locked`;
      if (deep) return sql`select ${columns.selection} ${first}${lock}`;
      const [tenantId, id] = [columns.of("tenantId").reference, columns.of("id").reference];
      const keys = sql`select ${tenantId} as due_tenant, ${id} as due_id ${first}`;
      // Again, with the same values: another may have taken it in between.
      const still = filterFragment(context, where, new Slots());
      return sql`select ${columns.selection} from (${keys}) as due join ${source} on ${tenantId} = due.due_tenant and ${id} = due.due_id where ${still}${lock}`;
    },
  };
}

/** The narrowest index that holds the query's rows in its order; undefined if there is none. */
function indexInOrder<Row extends Claimable>(
  { indexes }: Pick<Table, "indexes">,
  { where, orderBy }: ClaimQuery<Row>,
): IndexDefinition | undefined {
  const field: string = orderBy?.[0]?.field ?? "dueAt";
  const fixed = where === undefined ? new Set<string>() : fixedFields(where);
  const lead = ({ fields }: IndexDefinition) => fields.indexOf(field);
  return indexes
    .filter((index) => lead(index) >= 0 && index.fields.slice(0, lead(index)).every((one) => fixed.has(one)))
    .toSorted((left, right) => lead(right) - lead(left))[0];
}

/** Fields that have one value in all rows of a filter. */
function fixedFields<Row extends Claimable>(where: Filter<Row>): ReadonlySet<string> {
  if ("and" in where) return new Set(where.and.flatMap((part) => [...fixedFields(part)]));
  const isFixed = "field" in where && "is" in where && !("path" in where);
  return new Set(isFixed ? [where.field] : []);
}

/** Leases rows of one tenant: for those that {@link lockingDue} found. */
export function leasing<Value>(
  context: SqlContext<Value>,
  tenantId: string,
  ids: readonly string[],
  leasedUntil: number,
): Described<Value> {
  const { columns, dialect, source } = context;
  const until = columns.of("leasedUntil");
  const length = paddedLength(ids.length);
  const shape: Shape<Value> = {
    key: `lease ${length}`,
    values: [until.encode(leasedUntil), encodeText(dialect, tenantId)],
  };
  pushPadded(
    shape,
    ids.map((id) => encodeText(dialect, id)),
  );
  return {
    ...shape,
    write() {
      const slots = new Slots();
      const fence = columns.of("fence");
      return sql`update ${source} set ${sql.id(until.name)} = ${slots.next()}, ${sql.id(fence.name)} = ${fence.reference} + 1 where ${columns.of("tenantId").reference} = ${slots.next()} and ${columns.of("id").reference} in (${slots.list(length)})`;
    },
  };
}

/** Takes due rows under a lease and returns them, in no given order. */
export function claiming<Value, Row extends Claimable>(
  context: SqlContext<Value>,
  query: ClaimQuery<Row>,
): Described<Value> {
  requireLimit(query.limit);
  const { columns, dialect, source } = context;
  const where = dueFilter(query);
  const order = checkedOrder(context, query.orderBy ?? [{ field: "dueAt" }]);
  const shape: Shape<Value> = { key: "claim ", values: [] };
  shape.values.push(columns.of("leasedUntil").encode(query.now + query.leaseMs));
  describeFilter(context, where, shape);
  describeOrder(context, order, undefined, shape);
  pushNumber(context, shape, query.limit);
  return {
    ...shape,
    write() {
      if (dialect.claim === undefined) throw new TypeError(`A claim on ${dialect.name} is two statements.`);
      const slots = new Slots();
      const leasedUntil = slots.next();
      const [tenantId, id] = [columns.of("tenantId"), columns.of("id")];
      const fence = columns.of("fence");
      return dialect.claim({
        source,
        due: sql`where ${filterFragment(context, where, slots)} ${orderFragment(context, order)} limit ${dialect.limit(slots.next())}`,
        key: [tenantId.reference, id.reference],
        keyNames: [sql`${sql.id(tenantId.name)}`, sql`${sql.id(id.name)}`],
        assignments: sql`${sql.id(columns.of("leasedUntil").name)} = ${leasedUntil}, ${sql.id(fence.name)} = ${fence.reference} + 1`,
        selection: columns.selection,
      });
    },
  };
}
