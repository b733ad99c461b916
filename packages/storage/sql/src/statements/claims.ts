import { type Claimable, type ClaimQuery, type Filter, requireLimit } from "@heedkit/core";
import { sql } from "kysely";
import { type Described, pushNumber, type Shape, type SqlContext } from "../shape.ts";
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
