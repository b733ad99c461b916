import type { Storage } from "@heedkit/core";
import { deskSuite } from "@heedkit/testing";
import { describe, test } from "vitest";
import { mysqlStorage } from "./index.ts";
import { dropDatabase, newDatabase, optionsFor, port } from "./testing/database.ts";

const databases = new Map<Storage, string>();

if (port === null) describe("desk: mysql", () => test.skip("no MariaDB is installed here"));
else
  deskSuite({
    name: "mysql",
    async create() {
      const database = await newDatabase();
      const storage = mysqlStorage(optionsFor(database));
      databases.set(storage, database);
      return storage;
    },
    async dispose(storage) {
      await dropDatabase(databases.get(storage) ?? "");
    },
  });
