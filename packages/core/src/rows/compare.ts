import type { Cursor, Keyed, Order, Scalar } from "../ports/index.ts";

/** Orders scalars like storage: null first, false before true, numbers by size, text by code point. */
export function compareScalars(left: Scalar, right: Scalar): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  return Number(left) - Number(right);
}

// UTF-16 order, which `<` uses, differs from code point order (and UTF-8's) for surrogates versus U+E000..U+FFFF.
function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/**
 * The order with `id` added as the last key, so that it is total. It follows the direction of the key before it, because
 * an index can be read forwards or backwards, but not one way for one key and the other way for the next.
 */
export function totalOrder<Row extends Keyed>(orderBy: readonly Order<Row>[] = []): readonly Order<Row>[] {
  if (orderBy.some(({ field }) => field === "id")) return orderBy;
  const isDescending = orderBy.at(-1)?.direction === "descending";
  return [...orderBy, isDescending ? { field: "id", direction: "descending" } : { field: "id" }];
}

/** The cursor that continues after a row in an order. */
export function cursorOf<Row extends Keyed>(row: Row, orderBy?: readonly Order<Row>[]): Cursor {
  return totalOrder(orderBy).map(({ field }) => row[field] as Scalar);
}

/** Compares rows by an order from {@link totalOrder}. */
export function compareRows<Row extends Keyed>(
  order: readonly Order<Row>[],
): (left: Row, right: Row) => number {
  return (left, right) => {
    for (const { field, direction } of order) {
      const compared = compareScalars(left[field] as Scalar, right[field] as Scalar);
      if (compared !== 0) return direction === "descending" ? -compared : compared;
    }
    return 0;
  };
}

/** Compares the values of an order's fields, as contained in cursors. */
export function compareTuples<Row>(order: readonly Order<Row>[], left: Cursor, right: Cursor): number {
  for (const [at, { direction }] of order.entries()) {
    const compared = compareScalars(left[at] ?? null, right[at] ?? null);
    if (compared !== 0) return direction === "descending" ? -compared : compared;
  }
  return 0;
}
