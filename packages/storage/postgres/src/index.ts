export type { HostResult, HostTransaction } from "./hosts.ts";
export type { PgliteDatabase, PgliteQueries, PostgresStorageOptions } from "./options.ts";
export { postgresStorage } from "./postgresStorage.ts";
