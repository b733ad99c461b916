export { type SqliteValue, searchTable, sqliteDialect } from "./dialects/sqlite.ts";
export { LruCache } from "./lruCache.ts";
export { prefixed } from "./names.ts";
export { compareTable, type Difference, type FoundColumn, type FoundTable } from "./schema/compare.ts";
export { type WantedColumn, type WantedIndex, type WantedTable, wantedTable } from "./schema/wanted.ts";
export { SqlTable, SqlTables } from "./sqlTable.ts";
export type { Bound } from "./statement.ts";
