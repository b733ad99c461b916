import type { Claimable, ClaimQuery, Filter, Keyed, Query, Scalar, Table } from "../ports/index.ts";
import { compareRows, compareTuples, totalOrder } from "./compare.ts";
import type { StoredRow } from "./copying.ts";
import { requireCursor, requireLimit, requireScalar } from "./fields.ts";
import { first } from "./first.ts";
import { predicate } from "./matches.ts";

/**
 * One page of rows: filtered, in the total order, after the cursor, at most `limit`. Scans every given row. Throws
 * INVALID_INPUT for a query that does not fit the table.
 */
export function selectRows<Row extends Keyed>(
  table: Table<Row>,
  rows: Iterable<StoredRow>,
  { where, orderBy, after, limit }: Query<Row>,
): readonly StoredRow[] {
  requireLimit(limit);
  const order = totalOrder(orderBy);
  for (const { field } of order) requireScalar(table, field);
  if (after !== undefined) requireCursor(table, order, after);
  const isMatch = predicate(table, where);
  const isLater = (row: StoredRow) =>
    after === undefined || compareTuples(order, tuple(row, order), after) > 0;
  const found = [...(rows as Iterable<Row & StoredRow>)].filter((row) => isMatch(row) && isLater(row));
  return first(found, limit, compareRows(order));
}

/**
 * The rows that a claim may take, as a query: due, without a running lease, longest due first. Throws INVALID_INPUT if
 * the table has no leases.
 */
export function claimable<Row extends Claimable>(
  table: Table<Row>,
  { where, orderBy, limit, now }: ClaimQuery<Row>,
): Query<Row> {
  for (const field of ["dueAt", "leasedUntil", "fence"]) requireScalar(table, field);
  const free: Filter<Claimable> = {
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
  return {
    where: where === undefined ? (free as Filter<Row>) : { and: [where, free as Filter<Row>] },
    orderBy: orderBy ?? [{ field: "dueAt" }],
    limit,
  };
}

function tuple(row: StoredRow, order: readonly { readonly field: string }[]) {
  return order.map(({ field }) => row[field] as Scalar);
}
