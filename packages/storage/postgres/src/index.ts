export type { PostgresStorageOptions } from "./options.ts";
export { postgresStorage } from "./postgresStorage.ts";
