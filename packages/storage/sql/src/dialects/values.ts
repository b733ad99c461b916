/** What `node:sqlite` binds. */
export type SqliteValue = string | number | null | Uint8Array;

/** What the drivers of PostgreSQL bind. */
export type PostgresValue = string | number | boolean | null | Uint8Array;

/** What is bound to statements, or written into them. */
export type MysqlValue = string | number | Uint8Array;
