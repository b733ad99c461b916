export type { SqliteStorageOptions } from "./options.ts";
export { sqliteStorage } from "./sqliteStorage.ts";
