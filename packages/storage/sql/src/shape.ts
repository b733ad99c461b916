import { SupportError, type Table } from "@heedkit/core";
import type { SqlColumns } from "./columns.ts";
import type { SqlDialect } from "./dialect.ts";
import type { Fragment } from "./statement.ts";

/** What tells one compiled statement from another, and the values of one call, gathered side by side. */
export interface Shape<Value> {
  key: string;
  readonly values: (Value | null)[];
}

/** A shape, and how to write its statement when it has not been compiled yet. */
export interface Described<Value> extends Shape<Value> {
  write(): Fragment;
}

/** What statements of a table are compiled with. */
export interface SqlContext<Value> {
  readonly table: Table;
  /** The table's name in the database. */
  readonly name: string;
  /** The table as it stands after `from`: with its schema, where it has one. */
  readonly source: Fragment;
  readonly schema: string | undefined;
  readonly prefix: string;
  readonly columns: SqlColumns<Value>;
  readonly dialect: SqlDialect<Value>;
}

/** SQLite takes 32,766 parameters in a statement, PostgreSQL and MySQL 65,535. */
const mostValues = 32_000;

/** Throws INVALID_INPUT where a query has more values than a statement takes. */
export function requireFewValues({ values }: Shape<unknown>): void {
  if (values.length > mostValues)
    throw new SupportError(
      "INVALID_INPUT",
      `A query can have at most ${mostValues} values, not ${values.length}.`,
    );
}

/** How many placeholders a list gets: a power of two, so that lists of every length share few statements. */
export function paddedLength(length: number): number {
  return length === 0 ? 0 : 2 ** Math.ceil(Math.log2(length));
}

/** Adds values, and the last of them again up to the {@link paddedLength}. */
export function pushPadded<Value>(shape: Shape<Value>, values: readonly (Value | null)[]): void {
  const padded = paddedLength(values.length);
  for (let at = 0; at < padded; at++) shape.values.push(values[Math.min(at, values.length - 1)] ?? null);
}

/** A text as the driver takes it. */
export function encodeText<Value>({ encoders }: SqlDialect<Value>, text: string): Value {
  const encoded = encoders.text(text);
  if (encoded === undefined) throw new SupportError("INVALID_INPUT", "The database can't store this text.");
  return encoded;
}

/** Adds a whole number that is no field's value, such as a limit. */
export function pushNumber<Value>(
  { dialect }: SqlContext<Value>,
  { values }: Shape<Value>,
  value: number,
): void {
  values.push(dialect.encoders.integer(value) ?? null);
}
