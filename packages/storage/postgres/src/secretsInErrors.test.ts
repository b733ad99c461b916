import { expect, test } from "vitest";
import { toldBy } from "../../../../scripts/toldBy.ts";
import { postgresStorage } from "./index.ts";
import { databaseUrl } from "./testing/database.ts";
import { entries } from "./testing/entries.ts";

const password = "hunter2-Tr0ub4dor";
const server = databaseUrl === null ? null : new URL(databaseUrl);
const where = server === null ? "127.0.0.1:1" : server.host;

test.each([
  ["nobody answers", `postgres://heedkit:${password}@127.0.0.1:1/heedkit`],
  ["there is no such host", `postgres://heedkit:${password}@nowhere.invalid/heedkit`],
  ["the password is wrong", `postgres://heedkit:${password}@${where}/heedkit`],
  ["there is no such user", `postgres://nobody:${password}@${where}/heedkit`],
  ["the address is none", `postgres://heedkit:${password}@127.0.0.1:notaport/heedkit`],
  ["the address is of another database", `mysql://heedkit:${password}@127.0.0.1:notaport/x?ssl=%%`],
])(
  "no error holds the password: %s",
  async (_, url) => {
    const failure = await (async () => {
      const storage = postgresStorage({ url, connectTimeoutMs: 3_000 });
      try {
        await storage.schema.apply([entries]);
      } finally {
        await storage.close();
      }
    })().then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).not.toBeNull();
    expect(toldBy(failure)).not.toContain(password);
  },
  30_000,
);
