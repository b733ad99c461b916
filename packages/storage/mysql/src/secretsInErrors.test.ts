import { expect, test } from "vitest";
import { toldBy } from "../../../../scripts/toldBy.ts";
import { mysqlStorage } from "./index.ts";
import { port } from "./testing/database.ts";
import { entries } from "./testing/entries.ts";

const password = "hunter2-Tr0ub4dor";
const where = `127.0.0.1:${port ?? 1}`;

test.each([
  ["nobody answers", `mysql://heedkit:${password}@127.0.0.1:1/heedkit`],
  ["there is no such host", `mysql://heedkit:${password}@nowhere.invalid/heedkit`],
  ["the password is wrong", `mysql://heedkit:${password}@${where}/heedkit`],
  ["there is no such user", `mysql://nobody:${password}@${where}/heedkit`],
  ["the address is none", `mysql://heedkit:${password}@127.0.0.1:notaport/heedkit`],
  ["the address is of another database", `postgres://heedkit:${password}@${where}/heedkit`],
  ["the address has parameters", `mysql://heedkit:${password}@${where}/heedkit?ssl=1`],
  ["there is no database in it", `mysql://heedkit:${password}@${where}`],
])(
  "no error holds the password: %s",
  async (_, url) => {
    const failure = await (async () => {
      const storage = mysqlStorage({ url });
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
