import { storageSuite } from "@heedkit/testing";
import pg from "pg";
import { describe, test } from "vitest";
import { addressOf, databaseUrl, freshStorage, openAgain, removeStorage } from "./testing/database.ts";

if (databaseUrl === null) describe("storage: postgres", () => test.skip("there is no PostgreSQL here"));
else
  storageSuite({
    name: "postgres",
    create: freshStorage,
    dispose: removeStorage,
    openAgain,
    async beginHostTransaction(storage) {
      const client = new pg.Client({ connectionString: addressOf(storage) });
      await client.connect();
      await client.query("begin");
      const end = (how: "commit" | "rollback") => async () => {
        await client.query(how);
      };
      return { handle: client, commit: end("commit"), rollback: end("rollback") };
    },
  });
