/** Values that `node:sqlite` binds. */
export type SqliteValue = string | number | null | Uint8Array;

/** Values that PostgreSQL drivers bind. */
export type PostgresValue = string | number | boolean | null | Uint8Array;

/** Values bound to MySQL statements or written into them. */
export type MysqlValue = string | number | Uint8Array;
