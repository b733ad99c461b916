import { type Change, type ConflictError, keyOf } from "@heedkit/core";
import { conflictAt, type SqliteValue, type SqlTable, type SqlTables } from "@heedkit/storage-sql";
import type { Connection } from "./connection.ts";
import { violatedColumns } from "./failures.ts";

/** Applies changes in order inside a transaction. Throws ConflictError at the first that cannot be applied. */
export function applyChanges(
  connection: Connection,
  tables: SqlTables<SqliteValue>,
  changes: readonly Change[],
): void {
  for (let at = 0; at < changes.length; at++) {
    const change = changes[at];
    if (change === undefined) continue;
    const table = tables.of(change.table);
    const affected = runChange(connection, table, change, at);
    if (affected === 0) throw refusal(connection, table, change, at);
  }
}

function runChange(
  connection: Connection,
  table: SqlTable<SqliteValue>,
  change: Change,
  changeIndex: number,
): number {
  const bound = table.change(change);
  try {
    return connection.run(bound);
  } catch (error) {
    const columns = violatedColumns(error);
    if (columns === undefined) throw error;
    throw conflictAt(change, changeIndex, { reason: "unique", constraint: table.uniqueKey(columns) }, error);
  }
}

/** Why an update, upsert or delete changed no row. */
function refusal(
  connection: Connection,
  table: SqlTable<SqliteValue>,
  change: Change,
  changeIndex: number,
): ConflictError {
  if (change.kind === "upsert") return conflictAt(change, changeIndex, { reason: "expectation" });
  const isThere = table.get([keyOf(change)]).some((bound) => connection.rows(bound).length > 0);
  return conflictAt(change, changeIndex, { reason: isThere ? "expectation" : "missing" });
}
