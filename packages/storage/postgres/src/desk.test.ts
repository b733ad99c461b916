import { deskSuite } from "@heedkit/testing";
import { afterAll, describe, test } from "vitest";
import {
  beginHostTransaction,
  databaseUrl,
  dropSpares,
  pooledStorage,
  recycleStorage,
} from "./testing/database.ts";

if (databaseUrl === null) describe("desk: postgres", () => test.skip("there is no PostgreSQL here"));
else {
  deskSuite({ name: "postgres", create: pooledStorage, dispose: recycleStorage, beginHostTransaction });
  afterAll(dropSpares);
}
