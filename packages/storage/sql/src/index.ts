export { mysqlDialect, mysqlScanDialect } from "./dialects/mysql.ts";
export {
  longestKeyText,
  pgliteDialect,
  postgresDialect,
  searchColumn,
  wordsFunction,
} from "./dialects/postgres.ts";
export { searchTable, sqliteDialect } from "./dialects/sqlite.ts";
export type { MysqlValue, PostgresValue, SqliteValue } from "./dialects/values.ts";
export { LruCache } from "./lruCache.ts";
export { hashColumn, prefixed, snakeCased, wordsColumn } from "./names.ts";
export { compareTable, type Difference, type FoundColumn, type FoundTable } from "./schema/compare.ts";
export { type Premises, requireOurTables, tableFormat } from "./schema/ownership.ts";
export {
  contradictedKey,
  planTable,
  requireNoDrift,
  type SchemaWriter,
  wantedTables,
} from "./schema/planning.ts";
export { type WantedColumn, type WantedIndex, type WantedTable, wantedTable } from "./schema/wanted.ts";
export { type EncodedRow, SqlTable, SqlTables, type UpsertSteps } from "./sqlTable.ts";
export type { Bound } from "./statement.ts";
export { claimOrder } from "./storage/claimOrder.ts";
export { conflictAt } from "./storage/conflicts.ts";
export { storageOrProblems } from "./storage/misconfigured.ts";
export { type Reader, type Rows, readsOn } from "./storage/reads.ts";
export { requireCount, type SequenceStore, Sequences, type UnusedNumbers } from "./storage/sequences.ts";
export { requirePrefix, requireWhole, wrongOption } from "./storage/settings.ts";
export { storageOfHost, type WithinHost, wrongTransaction } from "./storage/within.ts";
