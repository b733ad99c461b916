import type { Storage, UpdateChange } from "@heedkit/core";
import knexOf from "knex";
import { Kysely, MysqlDialect, sql } from "kysely";
import { createPool } from "mysql2";
import { createConnection } from "mysql2/promise";
import { describe, expect, onTestFinished, test } from "vitest";
import { optionsFor, port } from "../testing/database.ts";
import { entries, entry, insert, openStorage } from "../testing/entries.ts";

type Level = "repeatable read" | "read committed";
type Flags = readonly ["+FOUND_ROWS" | "-FOUND_ROWS"];
/** Work in a transaction of a library; what it throws undoes the transaction. */
type InTransaction = (
  database: string,
  level: Level,
  flags: Flags,
  work: (transaction: unknown) => Promise<void>,
) => Promise<void>;

const libraries: Readonly<Record<string, InTransaction>> = {
  async "mysql2 with promises"(database, level, flags, work) {
    const connection = await createConnection({ ...optionsFor(database).connection, flags: [...flags] });
    onTestFinished(() => connection.end());
    await connection.query(`set transaction isolation level ${level}`);
    await connection.beginTransaction();
    await work(connection);
    await connection.commit();
  },
  async Kysely(database, level, flags, work) {
    const pool = createPool({ ...optionsFor(database).connection, flags: [...flags] });
    const kysely = new Kysely<unknown>({ dialect: new MysqlDialect({ pool }) });
    onTestFinished(() => kysely.destroy());
    await kysely
      .transaction()
      .setIsolationLevel(level)
      .execute(async (transaction) => {
        await sql`select 1`.execute(transaction);
        await work(transaction);
      });
  },
  async Knex(database, level, flags, work) {
    const connection = { ...optionsFor(database).connection, flags: [...flags] };
    const knex = knexOf({ client: "mysql2", connection });
    onTestFinished(() => knex.destroy());
    await knex.transaction(work, { isolationLevel: level });
  },
};

const cases = Object.keys(libraries).flatMap((name) =>
  (["+FOUND_ROWS", "-FOUND_ROWS"] as const).map((flag) => [name, flag] as const),
);

function update(id: string, change: Pick<UpdateChange, "set" | "increment" | "expect">): UpdateChange {
  return { kind: "update", table: entries, key: entry(id), ...change };
}

function counts(storage: Storage, ...ids: readonly string[]) {
  const keys = ids.map(entry);
  return storage.get(entries, keys).then((rows) => rows.map(({ id, count }) => [id, count]));
}

describe.skipIf(port === null)("within, beside others that commit", () => {
  test.each(cases)(
    "%s, %s: a row that changed since the snapshot is a conflict, and nothing is lost",
    async (name, flag) => {
      const { storage, database } = await openStorage();
      await storage.commit([insert("a", { count: 1 }), insert("b", { count: 1 }), insert("c")]);
      await libraries[name]?.(database, "repeatable read", [flag], async (transaction) => {
        const within = storage.within(transaction);
        expect(await counts(within, "a")).toEqual([["a", 1]]);
        await storage.commit([
          update("a", { set: { count: 2 } }),
          { kind: "delete", table: entries, key: entry("c") },
        ]);
        const refused = (change: UpdateChange) => within.commit([change, insert("event")]);
        await expect(refused(update("a", { set: { count: 3 }, expect: { count: 1 } }))).rejects.toMatchObject(
          { conflict: { changeIndex: 0, id: "a", reason: "expectation" } },
        );
        await expect(refused(update("c", { set: { count: 3 } }))).rejects.toMatchObject({
          conflict: { changeIndex: 0, id: "c", reason: "missing" },
        });
        await expect(
          within.commit([{ kind: "delete", table: entries, key: entry("a"), expect: { count: 1 } }]),
        ).rejects.toMatchObject({ conflict: { reason: "expectation" } });
        // As it is now, although the snapshot has it otherwise: found, and nothing is to be changed in it.
        await within.commit([update("a", { set: { count: 2 }, expect: { count: 2 } })]);
        await within.commit([update("b", { expect: { count: 1 }, increment: { count: 0 } })]);
        await within.commit([update("a", { increment: { count: 5 }, expect: { count: 2 } })]);
      });
      expect(await counts(storage, "a", "b", "c", "event")).toEqual([
        ["a", 7],
        ["b", 1],
      ]);
    },
  );

  test.each(cases)("%s, %s: at READ COMMITTED a conflict is solved by looking again", async (name, flag) => {
    const { storage, database } = await openStorage();
    await storage.commit([insert("a", { count: 1 })]);
    await libraries[name]?.(database, "read committed", [flag], async (transaction) => {
      const within = storage.within(transaction);
      expect(await counts(within, "a")).toEqual([["a", 1]]);
      await storage.commit([update("a", { set: { count: 2 } }), insert("b", { code: "taken" })]);
      await expect(
        within.commit([update("a", { set: { count: 3 }, expect: { count: 1 } })]),
      ).rejects.toMatchObject({ conflict: { reason: "expectation" } });
      await expect(within.commit([insert("c", { code: "taken" })])).rejects.toMatchObject({
        conflict: { reason: "unique", constraint: "code" },
      });
      const where = { field: "code", is: "taken" } as const;
      expect(await within.find(entries, { where, limit: 1 })).toMatchObject([{ id: "b" }]);
      const [now] = await within.get(entries, [entry("a")]);
      const expected = { count: now?.count ?? 0 };
      await within.commit([update("a", { set: { count: 3 }, expect: expected })]);
    });
    expect(await counts(storage, "a")).toEqual([["a", 3]]);
  });

  test("with innodb_snapshot_isolation the whole transaction is undone: that may be tried again", async (context) => {
    const { storage, database } = await openStorage();
    await storage.commit([insert("a", { count: 1 })]);
    const connection = await createConnection(optionsFor(database).connection);
    onTestFinished(() => connection.end());
    const there = await connection.query("set session innodb_snapshot_isolation = on").catch(() => null);
    if (there === null) return context.skip("This server has no innodb_snapshot_isolation.");
    const begin = async () => {
      await connection.beginTransaction();
      const within = storage.within(connection);
      const [row] = await within.get(entries, [entry("a")]);
      const expected = { count: row?.count ?? 0 };
      return () =>
        within.commit([insert("event"), update("a", { increment: { count: 1 }, expect: expected })]);
    };
    const first = await begin();
    await storage.commit([update("a", { set: { count: 2 } })]);
    await expect(first()).rejects.toMatchObject({
      code: "STORAGE_UNAVAILABLE",
      retryable: true,
      message: expect.stringContaining("Start it again"),
    });
    expect(() => storage.within(connection)).toThrow(/No transaction is open/);
    const second = await begin();
    await second();
    await connection.commit();
    expect(await counts(storage, "a", "event")).toEqual([
      ["a", 3],
      ["event", 0],
    ]);
  });
});
