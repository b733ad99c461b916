import type { Keyed, Scalar, Table } from "../ports/index.ts";
import type { Transaction } from "./transaction.ts";

/**
 * A commit's change to a row. `before`: as the derivation last saw it, initially as stored; null if the row is new.
 * `after`: null if it is deleted.
 */
export interface RowChange<Row extends Keyed = Keyed> {
  readonly before: Row | null;
  readonly after: Row | null;
}

/** Values that follow from the rows of a table, whichever command, reaction or plugin changes them. */
export interface Derivation {
  readonly table: Table;
  derive(change: RowChange, tx: Transaction): Promise<Derived> | Derived;
}

/** Derived columns of the row itself; null if none of them changes. */
type Derived = Readonly<Record<string, Scalar>> | null;

/**
 * Creates a derivation with its row type erased. It is called for each row that a commit changes, after all reactions,
 * and again if the row changes later, with what it last saw as `before`. So totals and sort keys can't miss a change,
 * whatever else derives from the same rows. It can write other rows and call operations; a plugin returns columns only
 * for its own tables.
 */
export function defineDerivation<Row extends Keyed>(
  table: Table<Row>,
  derive: (
    change: RowChange<Row>,
    tx: Transaction,
  ) => Promise<Partial<Readonly<Record<keyof Row & string, Scalar>>> | null>,
): Derivation {
  // The kernel passes rows of this table only.
  return { table, derive: (change, tx) => derive(change as RowChange<Row>, tx) as Promise<Derived> };
}
