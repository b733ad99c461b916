import type { Storage } from "@heedkit/core";
import { storageSuite } from "@heedkit/testing";
import { describe, test } from "vitest";
import { mysqlStorage } from "./index.ts";
import { dropDatabase, hostConnection, newDatabase, optionsFor, port } from "./testing/database.ts";

const databases = new Map<Storage, string>();

function open(database: string): Storage {
  const storage = mysqlStorage(optionsFor(database));
  databases.set(storage, database);
  return storage;
}

function databaseOf(storage: Storage): string {
  const database = databases.get(storage);
  if (database === undefined) throw new Error("This storage was not made here.");
  return database;
}

if (port === null) describe("storage: mysql", () => test.skip("no MariaDB is installed here"));
else
  storageSuite({
    name: "mysql",
    create: async () => open(await newDatabase()),
    async dispose(storage) {
      await storage.close();
      await dropDatabase(databaseOf(storage));
    },
    openAgain: (storage) => open(databaseOf(storage)),
    async beginHostTransaction(storage) {
      const connection = await hostConnection(databaseOf(storage));
      await connection.beginTransaction();
      const end = (how: "commit" | "rollback") => async () => {
        await connection[how]();
      };
      return { handle: connection, commit: end("commit"), rollback: end("rollback") };
    },
  });
