import { blobs, type Storage, storedBlobs } from "@heedkit/core";
import { blobsSuite } from "@heedkit/testing";
import { describe, test } from "vitest";
import { mysqlStorage } from "./index.ts";
import { dropDatabase, newDatabase, optionsFor, port } from "./testing/database.ts";

if (port === null) describe("blobs: rows in mysql", () => test.skip("no MariaDB is installed here"));
else
  blobsSuite({
    name: "rows in mysql",
    // A row has to fit into max_allowed_packet, 16 MiB by default.
    largest: 10 * 1024 * 1024,
    has: { openBeside: false, interruptPut: false },
    async create() {
      const database = await newDatabase();
      const opened: Storage[] = [];
      return {
        async open() {
          const storage = mysqlStorage(optionsFor(database));
          opened.push(storage);
          await storage.schema.apply([blobs]);
          return storedBlobs(storage);
        },
        async dispose() {
          for (const storage of opened) await storage.close();
          await dropDatabase(database);
        },
      };
    },
  });
