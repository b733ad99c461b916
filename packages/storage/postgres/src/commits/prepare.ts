import type { Change } from "@heedkit/core";
import type { EncodedRow, PostgresValue, SqlTable, SqlTables } from "@heedkit/storage-sql";
import type { Statement } from "../drivers/driver.ts";

/** A change, checked and encoded. */
export interface EncodedChange {
  readonly change: Change;
  readonly table: SqlTable<PostgresValue>;
  readonly work: { readonly row: EncodedRow<PostgresValue> } | { readonly statement: Statement };
}

/** A statement, and which changes it carries out. */
export interface Step {
  readonly statement: Statement;
  /** Positions in the list of changes. */
  readonly changes: readonly number[];
}

/** Rows of one statement at most: a power of two. */
const mostRows = 64;
/** Values of one statement at most, for the sake of its size; PostgreSQL takes 65,535. */
const mostValues = 4096;

/** Checks and encodes changes. Throws INVALID_INPUT for one that cannot be. */
export function encodeChanges(
  tables: SqlTables<PostgresValue>,
  changes: readonly Change[],
): readonly EncodedChange[] {
  return changes.map((change) => {
    const table = tables.of(change.table);
    if (change.kind === "insert") return { change, table, work: { row: table.encode(change.row) } };
    return { change, table, work: { statement: table.change(change) } };
  });
}

/** A statement for each change. */
export function stepsOneByOne(changes: readonly EncodedChange[]): readonly Step[] {
  return changes.map(({ table, work }, at) => ({
    statement: "row" in work ? table.insert([work.row]) : work.statement,
    changes: [at],
  }));
}

/**
 * Few statements: rows of a table are inserted together, until something else happens to the table. Between tables
 * the order makes no difference.
 */
export function stepsTogether(changes: readonly EncodedChange[]): readonly Step[] {
  const steps: Step[] = [];
  const waiting = new Map<SqlTable<PostgresValue>, { at: number; row: EncodedRow<PostgresValue> }[]>();
  const flush = (table: SqlTable<PostgresValue>) => {
    const rows = waiting.get(table) ?? [];
    waiting.delete(table);
    for (let from = 0; from < rows.length; ) {
      const size = chunkSize(rows.length - from, rows[from]?.row.length ?? 1);
      const some = rows.slice(from, from + size);
      steps.push({ statement: table.insert(some.map(({ row }) => row)), changes: some.map(({ at }) => at) });
      from += size;
    }
  };
  for (const [at, { table, work }] of changes.entries()) {
    if ("row" in work) {
      const rows = waiting.get(table);
      if (rows === undefined) waiting.set(table, [{ at, row: work.row }]);
      else rows.push({ at, row: work.row });
      continue;
    }
    flush(table);
    steps.push({ statement: work.statement, changes: [at] });
  }
  for (const table of [...waiting.keys()]) flush(table);
  return steps;
}

/** Powers of two, so that few statements serve all. */
function chunkSize(rows: number, columns: number): number {
  let size = 1;
  while (size * 2 <= Math.min(rows, mostRows) && size * 2 * columns <= mostValues) size *= 2;
  return size;
}
