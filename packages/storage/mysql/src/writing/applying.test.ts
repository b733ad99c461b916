import { mysqlDialect, SqlTables } from "@heedkit/storage-sql";
import { describe, expect, onTestFinished, test } from "vitest";
import { Session } from "../connecting/session.ts";
import { quoted, written } from "../literals.ts";
import { settingsOf } from "../options.ts";
import { optionsFor, port } from "../testing/database.ts";
import { entries, entry, insert, openStorage } from "../testing/entries.ts";
import { applyChanges } from "./applying.ts";

describe.skipIf(port === null)("a row that comes to be as expected after the update has not found it", () => {
  const change = {
    kind: "update",
    table: entries,
    key: entry("a"),
    set: { count: 3 },
    expect: { count: 1 },
  } as const;

  /** Applies the change on a session; another commit fits in before it is looked why no row was found. */
  async function applied(countsFound: boolean) {
    const { storage, database } = await openStorage();
    await storage.commit([insert("a", { count: 2 })]);
    const session = await Session.open(settingsOf(optionsFor(database)), () => undefined);
    onTestFinished(() => session.end());
    const outcome = applyChanges(
      {
        change: async (bound) => (await session.execute(bound)).affected,
        async rows(bound) {
          await storage.commit([
            { kind: "update", table: entries, key: entry("a"), set: { count: 1 }, expect: { count: 2 } },
          ]);
          return (await session.run([written(bound, quoted)]))[0]?.rows ?? [];
        },
        countsFound,
      },
      new SqlTables(mysqlDialect, "heedkit_"),
      [change],
    );
    const problem = await outcome.catch((error: unknown) => error);
    const [row] = await storage.get(entries, [entry("a")]);
    return { problem, count: row?.count };
  }

  test("is a conflict on a session of ours, which counts what it found", async () => {
    expect(await applied(true)).toMatchObject({
      problem: { conflict: { changeIndex: 0, reason: "expectation" } },
      count: 1,
    });
  });

  test("is updated, once it is locked, on a connection that may count only what was different", async () => {
    expect(await applied(false)).toEqual({ problem: undefined, count: 3 });
  });
});
