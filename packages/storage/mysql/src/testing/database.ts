import { createConnection } from "mysql2/promise";
import { portOf } from "../../../../../scripts/services.ts";
import type { MysqlConnection, MysqlStorageOptions } from "../options.ts";

/** The port of a real server; null if there is none: then tests are skipped, and say so. */
export const port = portOf("mariadb");

const account = { host: "127.0.0.1", user: "heedkit", password: "secret" };
let made = 0;

/** Where a new, empty database is. */
export async function newDatabase(): Promise<string> {
  const name = `heedkit_test_${process.pid}_${Date.now().toString(36)}_${++made}`;
  await asHost(undefined, [`create database ${name}`]);
  return name;
}

export async function dropDatabase(name: string): Promise<void> {
  await asHost(undefined, [`drop database if exists ${name}`]);
}

/** Options of a storage in the database. */
export function optionsFor(database: string): MysqlStorageOptions & { readonly connection: MysqlConnection } {
  return { connection: { ...account, port: port ?? 0, database } };
}

/** A connection as a host has it. */
export function hostConnection(database: string | undefined) {
  return createConnection({ ...account, port: port ?? 0, ...(database === undefined ? {} : { database }) });
}

/** Runs statements of the host; resolves with the rows of the last. */
export async function asHost(
  database: string | undefined,
  statements: readonly string[],
): Promise<unknown[]> {
  const host = await hostConnection(database);
  try {
    let last: unknown[] = [];
    for (const statement of statements) {
      const [rows] = await host.query(statement);
      last = Array.isArray(rows) ? rows : [];
    }
    return last;
  } finally {
    await host.end();
  }
}

/** Takes every row away, numbers given out too. Asks at once which tables have any: few do, and each costs a turn. */
export async function emptyTables(database: string): Promise<void> {
  const host = await createConnection({ ...account, port: port ?? 0, database, rowsAsArray: true });
  const firstColumn = async (statement: string) => {
    const [rows] = await host.query(statement);
    return Array.isArray(rows) ? rows.filter(Array.isArray).map(([value]) => String(value)) : [];
  };
  try {
    const tables = await firstColumn(
      "select table_name from information_schema.tables where table_schema = database() and table_name <> 'heedkit_meta'",
    );
    if (tables.length === 0) return;
    const looks = tables.map((table) => `(select '${table}' from \`${table}\` limit 1)`);
    const filled = await firstColumn(looks.join(" union all "));
    await host.beginTransaction();
    for (const table of filled) await host.query(`delete from \`${table}\``);
    await host.commit();
  } finally {
    await host.end();
  }
}

/** A derived table `numbers` with a column `n` from 1 on, for filling tables fast. */
export function numbers(count: number): string {
  const digits = `(${Array.from({ length: 10 }, (_, digit) => `select ${digit} as d`).join(" union all ")})`;
  const places = String(count - 1).length;
  const sum = Array.from({ length: places }, (_, place) => `p${place}.d * ${10 ** place}`).join(" + ");
  const joined = Array.from({ length: places }, (_, place) => `${digits} as p${place}`).join(" cross join ");
  return `(select 1 + ${sum} as n from ${joined} having n <= ${count}) as numbers`;
}
