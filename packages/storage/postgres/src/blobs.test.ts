import { blobs, type Storage, storedBlobs } from "@heedkit/core";
import { blobsSuite } from "@heedkit/testing";
import { describe, test } from "vitest";
import { databaseUrl, freshStorage, openAgain, removeStorage } from "./testing/database.ts";

if (databaseUrl === null) describe("blobs: rows in postgres", () => test.skip("there is no PostgreSQL here"));
else
  blobsSuite({
    name: "rows in postgres",
    has: { openBeside: false, interruptPut: false },
    async create() {
      const first = await freshStorage();
      await first.schema.apply([blobs]);
      const others: Storage[] = [];
      return {
        async open() {
          const storage = await openAgain(first);
          others.push(storage);
          return storedBlobs(storage);
        },
        async dispose() {
          for (const storage of others) await storage.close();
          await removeStorage(first);
        },
      };
    },
  });
