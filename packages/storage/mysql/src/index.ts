export { mysqlStorage } from "./mysqlStorage.ts";
export type { MysqlStorageOptions } from "./options.ts";
