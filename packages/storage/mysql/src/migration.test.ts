import type { Storage } from "@heedkit/core";
import { migrationSuite } from "@heedkit/testing";
import { describe, test } from "vitest";
import { mysqlStorage } from "./index.ts";
import { dropDatabase, newDatabase, optionsFor, port } from "./testing/database.ts";

const databases = new Map<Storage, string>();

function open(database: string): Storage {
  const storage = mysqlStorage({ ...optionsFor(database), maxConnections: 4 });
  databases.set(storage, database);
  return storage;
}

const databaseOf = (storage: Storage) => databases.get(storage) ?? "";

if (port === null) describe("migration: mysql", () => test.skip("no MariaDB is installed here"));
else
  migrationSuite({
    name: "mysql",
    // Not one that another test has emptied: its tables are of the present version.
    create: async () => open(await newDatabase()),
    openAgain: (storage) => open(databaseOf(storage)),
    async dispose(storage) {
      await storage.close();
      await dropDatabase(databaseOf(storage));
    },
  });
