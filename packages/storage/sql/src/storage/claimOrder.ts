import { type Claimable, type ClaimQuery, compareRows, totalOrder } from "@heedkit/core";

/** Compares claimed rows by the order of the query: a statement returns them in no given one. */
export function claimOrder<Row extends Claimable>({
  orderBy,
}: ClaimQuery<Row>): (left: Row, right: Row) => number {
  return compareRows(totalOrder(orderBy ?? [{ field: "dueAt" }]));
}
