import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { InsertChange, Keyed, Storage, Table } from "@heedkit/core";
import { onTestFinished } from "vitest";
import { type SqliteStorageOptions, sqliteStorage } from "../index.ts";
import { entries } from "./entries.ts";

/** A path for a database, gone with its folder when the test is over. */
export function temporaryPath(): string {
  const folder = mkdtempSync(join(tmpdir(), "heedkit-sqlite-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "desk.db");
}

/** A storage with its tables made, closed when the test is over. */
export async function openStorage(options: SqliteStorageOptions): Promise<Storage> {
  const storage = sqliteStorage(options);
  onTestFinished(() => storage.close());
  await storage.schema.apply([entries]);
  return storage;
}

/** A connection of the host, closed when the test is over. */
export function hostConnection(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  onTestFinished(() => {
    if (database.isOpen) database.close();
  });
  return database;
}

export function insert(id: string, text: string | null = null, count = 0): InsertChange {
  return { kind: "insert", table: entries, row: { tenantId: "t", id, text, count } };
}

export function entry(id: string): Keyed {
  return { tenantId: "t", id };
}

export async function countOf(storage: Storage, table: Table = entries): Promise<number> {
  return storage.count(table);
}

/** How many transactions the write-ahead log holds: https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
export function transactionsInLog(path: string): number {
  const log = readFileSync(`${path}-wal`);
  if (log.length < 32) return 0;
  const frame = 24 + log.readUInt32BE(8);
  const salt = log.readBigUInt64BE(16);
  let transactions = 0;
  for (let at = 32; at + frame <= log.length && log.readBigUInt64BE(at + 8) === salt; at += frame)
    if (log.readUInt32BE(at + 4) !== 0) transactions++;
  return transactions;
}
