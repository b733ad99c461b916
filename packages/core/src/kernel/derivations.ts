import type { Keyed, Scalar, Table } from "../ports/index.ts";
import type { Transaction } from "./transaction.ts";

/**
 * What a commit does to a row. `before`: as the derivation saw it last, at first as it is in storage; null: it is new.
 * `after` null: it is deleted.
 */
export interface RowChange<Row extends Keyed = Keyed> {
  readonly before: Row | null;
  readonly after: Row | null;
}

/** What follows from the rows of a table, whichever command, reaction or plugin changes them. */
export interface Derivation {
  readonly table: Table;
  derive(change: RowChange, tx: Transaction): Promise<Derived> | Derived;
}

/** Columns of the row itself that follow from its others; null for none that differ from what it has. */
type Derived = Readonly<Record<string, Scalar>> | null;

/**
 * Makes a derivation, keeping the row type to itself. It is called for each row that a commit changes, after all
 * reactions, and again when the row changes after that, with what it saw last as `before`: totals and sort keys kept so
 * can't miss a change, whatever else derives from the same rows. It may write further rows and call operations; a plugin
 * returns columns for tables of its own only.
 */
export function defineDerivation<Row extends Keyed>(
  table: Table<Row>,
  derive: (
    change: RowChange<Row>,
    tx: Transaction,
  ) => Promise<Partial<Readonly<Record<keyof Row & string, Scalar>>> | null>,
): Derivation {
  // The kernel gives it rows of this table only.
  return { table, derive: (change, tx) => derive(change as RowChange<Row>, tx) as Promise<Derived> };
}
