export type { MysqlConnection, MysqlStorageOptions } from "./options.ts";
export { mysqlStorage } from "./mysqlStorage.ts";
