import type { Storage } from "@heedkit/core";
import pg from "pg";
import { portOf } from "../../../../../scripts/services.ts";
import { type PostgresStorageOptions, postgresStorage } from "../index.ts";

const port = portOf("postgres");

/** The address of the real server for tests; null if there is none. */
export const databaseUrl = port === null ? null : `postgres://heedkit:secret@127.0.0.1:${port}/heedkit`;

const schemas = new Map<Storage, string>();
/** Schemas whose tables are made and empty. */
const spare: string[] = [];
let made = 0;

/** An unused schema name. */
export function freshName(): string {
  return `test_${process.pid}_${++made}_${Math.random().toString(36).slice(2, 8)}`;
}

export function requireUrl(): string {
  if (databaseUrl === null) throw new Error("There is no PostgreSQL here.");
  return databaseUrl;
}

export function openStorage(options: PostgresStorageOptions): Storage {
  const storage = postgresStorage({ ...(options.pool ? {} : { url: requireUrl() }), ...options });
  if (options.schema !== undefined) schemas.set(storage, options.schema);
  return storage;
}

/** A storage in a separate schema that doesn't exist yet. */
export function freshStorage(): Storage {
  return openStorage({ schema: freshName(), maxConnections: 4 });
}

export function schemaOf(storage: Storage): string {
  const schema = schemas.get(storage);
  if (schema === undefined) throw new Error("This storage was not made here.");
  return schema;
}

export function openAgain(storage: Storage): Storage {
  return openStorage({ schema: schemaOf(storage), maxConnections: 4 });
}

/** Closes the storage and drops its schema. */
export async function removeStorage(storage: Storage): Promise<void> {
  await storage.close();
  await administer(`drop schema if exists "${schemaOf(storage)}" cascade`);
}

let pool: pg.Pool | undefined;

/** A storage as {@link freshStorage} gives, on a pool that outlives it: to connect takes longer than most tests. */
export function pooledStorage(): Storage {
  pool ??= new pg.Pool({ connectionString: requireUrl(), max: 6 });
  return openStorage({ pool, schema: spare.pop() ?? freshName() });
}

/** Closes a {@link pooledStorage} and empties its tables, for the next who needs one: making tables takes longer. */
export async function recycleStorage(storage: Storage): Promise<void> {
  await storage.close();
  const schema = schemaOf(storage);
  await pool?.query(`do $$ declare one text; begin
    for one in select tablename from pg_tables where schemaname = '${schema}' and tablename not like '%\\_meta' loop
      execute format('delete from %I.%I', '${schema}', one);
    end loop; end $$`);
  spare.push(schema);
}

/** Drops what {@link recycleStorage} keeps, and the pool. */
export async function dropSpares(): Promise<void> {
  for (const schema of spare.splice(0)) await pool?.query(`drop schema if exists "${schema}" cascade`);
  await pool?.end();
}

/** Runs a statement beside all storages. */
export async function administer(sql: string, values: readonly unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: requireUrl() });
  await client.connect();
  try {
    return await client.query(sql, [...values]);
  } finally {
    await client.end();
  }
}

/** A host transaction, on a separate connection. */
export async function beginHostTransaction() {
  const client = new pg.Client({ connectionString: requireUrl() });
  await client.connect();
  await client.query("begin");
  const end = (how: "commit" | "rollback") => async () => {
    await client.query(how);
    await client.end();
  };
  return { handle: client, commit: end("commit"), rollback: end("rollback") };
}
