import { migrationSuite } from "@heedkit/testing";
import { describe, test } from "vitest";
import { databaseUrl, freshName, openAgain, openStorage, removeStorage } from "./testing/database.ts";

if (databaseUrl === null) describe("migration: postgres", () => test.skip("there is no PostgreSQL here"));
else
  migrationSuite({
    name: "postgres",
    // Not one that another test has emptied: its tables are of the present version.
    create: () => openStorage({ schema: freshName(), maxConnections: 4 }),
    openAgain,
    dispose: removeStorage,
  });
