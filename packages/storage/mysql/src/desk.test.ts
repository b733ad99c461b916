import type { Storage } from "@heedkit/core";
import { deskSuite } from "@heedkit/testing";
import { afterAll, describe, test } from "vitest";
import { mysqlStorage } from "./index.ts";
import {
  dropDatabase,
  emptyTables,
  hostConnection,
  newDatabase,
  optionsFor,
  port,
} from "./testing/database.ts";

const databases = new Map<Storage, string>();
/** Databases with empty tables: making them takes longer than most tests. */
const free: string[] = [];

if (port === null) describe("desk: mysql", () => test.skip("no MariaDB is installed here"));
else {
  afterAll(async () => {
    for (const database of free) await dropDatabase(database);
  });
  deskSuite({
    name: "mysql",
    async create() {
      const database = free.pop() ?? (await newDatabase());
      const storage = mysqlStorage(optionsFor(database));
      databases.set(storage, database);
      return storage;
    },
    async beginHostTransaction(storage) {
      const connection = await hostConnection(databases.get(storage) ?? "");
      await connection.beginTransaction();
      const end = (how: "commit" | "rollback") => async () => {
        await connection[how]();
        await connection.end();
      };
      return { handle: connection, commit: end("commit"), rollback: end("rollback") };
    },
    async dispose(storage) {
      const database = databases.get(storage) ?? "";
      await emptyTables(database);
      free.push(database);
    },
  });
}
