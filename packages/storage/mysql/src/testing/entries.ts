import type { InsertChange, Keyed, Storage } from "@heedkit/core";
import { onTestFinished } from "vitest";
import { type MysqlStorageOptions, mysqlStorage } from "../index.ts";
import { dropDatabase, newDatabase, optionsFor } from "./database.ts";
import { type Entry, entries } from "./table.ts";

export { type Entry, entries };

/** A storage on a new database with its tables made; all gone when the test is over. */
export async function openStorage(
  options: Partial<MysqlStorageOptions> = {},
): Promise<{ readonly storage: Storage; readonly database: string }> {
  const database = await newDatabase();
  const storage = mysqlStorage({ ...optionsFor(database), ...options });
  onTestFinished(async () => {
    await storage.close();
    await dropDatabase(database);
  });
  await storage.schema.apply([entries]);
  return { storage, database };
}

export function insert(id: string, values: Partial<Entry> = {}): InsertChange {
  return {
    kind: "insert",
    table: entries,
    row: { tenantId: "t", id, text: null, code: null, count: 0, ...values },
  };
}

export function entry(id: string): Keyed {
  return { tenantId: "t", id };
}
