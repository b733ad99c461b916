import { storageSuite } from "@heedkit/testing";
import { describe, test } from "vitest";
import {
  beginHostTransaction,
  databaseUrl,
  freshStorage,
  openAgain,
  removeStorage,
} from "./testing/database.ts";

if (databaseUrl === null) describe("storage: postgres", () => test.skip("there is no PostgreSQL here"));
else
  storageSuite({
    name: "postgres",
    create: freshStorage,
    dispose: removeStorage,
    openAgain,
    beginHostTransaction,
  });
