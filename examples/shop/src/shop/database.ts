import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";

/**
 * The shop's own tables. Heedkit's tables are in the same file, with the prefix `heedkit_`; it doesn't touch these.
 */
const tables = `
  create table if not exists customers (
    id integer primary key,
    name text not null,
    email text not null unique,
    locale text not null,
    time_zone text not null
  ) strict;
  create table if not exists orders (
    id integer primary key,
    customer_id integer not null references customers (id),
    items text not null,
    total_cents integer not null,
    status text not null,
    ordered_at integer not null
  ) strict;
  create table if not exists settings (name text primary key, value text not null) strict;
`;

/** Opens the shop's file, creating it, its folder and its tables if missing. */
export function openDatabase(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path);
  database.exec("pragma journal_mode = wal; pragma foreign_keys = on; pragma busy_timeout = 2000;");
  database.exec(tables);
  return database;
}

const settingRow = z.object({ value: z.string() }).optional();

export function setting(database: DatabaseSync, name: string): string | null {
  const row = database.prepare("select value from settings where name = ?").get(name);
  return settingRow.parse(row)?.value ?? null;
}

export function keepSetting(database: DatabaseSync, name: string, value: string): void {
  database.prepare("insert or replace into settings (name, value) values (?, ?)").run(name, value);
}

/** The desk's signing key: created once and stored with the shop, so that replies find their case after a restart. */
export function mailSecret(database: DatabaseSync): string {
  const known = setting(database, "mail secret");
  if (known !== null) return known;
  const made = randomBytes(32).toString("base64");
  keepSetting(database, "mail secret", made);
  return made;
}

/**
 * Runs `work` in a transaction of the shop. What Heedkit writes through `support.within(database)` during it is part of
 * it: both are stored, or neither.
 */
export async function inTransaction<Result>(
  database: DatabaseSync,
  work: () => Promise<Result>,
): Promise<Result> {
  database.exec("begin immediate");
  try {
    const result = await work();
    database.exec("commit");
    return result;
  } catch (error) {
    database.exec("rollback");
    throw error;
  }
}
