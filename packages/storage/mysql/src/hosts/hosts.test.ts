import type { Storage } from "@heedkit/core";
import { drizzle } from "drizzle-orm/mysql2";
import knexOf from "knex";
import { Kysely, MysqlDialect } from "kysely";
import { createPool } from "mysql2";
import { createPool as createPromisePool } from "mysql2/promise";
import { describe, expect, onTestFinished, test } from "vitest";
import { asHost, hostConnection, optionsFor, port } from "../testing/database.ts";
import { type Entry, entries, entry, insert, openStorage } from "../testing/entries.ts";
import { prismaClient } from "../testing/prismaClient.ts";

const nasty = `O'Neil \\ "quoted" ? :name -- \0 \u{1F600}`;

/** Work in a transaction of a library; `isKept` false: rolled back. */
type InTransaction = (
  database: string,
  isKept: boolean,
  work: (transaction: unknown) => Promise<void>,
) => Promise<void>;

class Undo extends Error {}

async function undone(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
}

const libraries: Readonly<Record<string, InTransaction>> = {
  async "mysql2 with promises"(database, isKept, work) {
    const connection = await hostConnection(database);
    onTestFinished(() => connection.end());
    await connection.beginTransaction();
    await work(connection);
    await (isKept ? connection.commit() : connection.rollback());
  },
  async "mysql2 with callbacks, from a pool"(database, isKept, work) {
    const pool = createPool(optionsFor(database).connection);
    onTestFinished(() => new Promise<void>((resolve) => pool.end(() => resolve())));
    const connection = await new Promise<import("mysql2").PoolConnection>((resolve, reject) => {
      pool.getConnection((error, connection) => (error ? reject(error) : resolve(connection)));
    });
    await connection.promise().query("start transaction");
    await work(connection);
    await connection.promise().query(isKept ? "commit" : "rollback");
    connection.release();
  },
  async "mysql2 where backslashes are no escapes and quotes are names"(database, isKept, work) {
    const connection = await hostConnection(database);
    onTestFinished(() => connection.end());
    await connection.query(
      "set session sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES', character_set_client = latin1",
    );
    await connection.beginTransaction();
    await work(connection);
    await (isKept ? connection.commit() : connection.rollback());
  },
  async Kysely(database, isKept, work) {
    const kysely = new Kysely<unknown>({
      dialect: new MysqlDialect({ pool: createPool(optionsFor(database).connection) }),
    });
    onTestFinished(() => kysely.destroy());
    await undone(
      kysely.transaction().execute(async (transaction) => {
        await work(transaction);
        if (!isKept) throw new Undo();
      }),
    );
  },
  async Drizzle(database, isKept, work) {
    const pool = createPromisePool(optionsFor(database).connection);
    onTestFinished(() => pool.end());
    await undone(
      drizzle(pool).transaction(async (transaction) => {
        await work(transaction);
        if (!isKept) throw new Undo();
      }),
    );
  },
  async Prisma(database, isKept, work) {
    const { host = "", port = 0, user = "", password = "" } = optionsFor(database).connection;
    const prisma = prismaClient({ host, port, user, password, database });
    onTestFinished(() => prisma.$disconnect());
    await undone(
      prisma.$transaction(async (transaction) => {
        await work(transaction);
        if (!isKept) throw new Undo();
      }),
    );
  },
  async Knex(database, isKept, work) {
    const knex = knexOf({ client: "mysql2", connection: optionsFor(database).connection });
    onTestFinished(() => knex.destroy());
    await undone(
      knex.transaction(async (transaction) => {
        await work(transaction);
        if (!isKept) throw new Undo();
      }),
    );
  },
};

describe.skipIf(port === null)("within a transaction of the host", () => {
  for (const [name, inTransaction] of Object.entries(libraries)) {
    test(`${name}: rows come and go with the host's transaction`, async () => {
      const { storage, database } = await openStorage();
      const row: Entry = { ...entry("a"), text: nasty, code: nasty, count: 2 ** 53 - 1 };
      await inTransaction(database, false, async (transaction) => {
        await storage.within(transaction).commit([insert("gone")]);
      });
      await inTransaction(database, true, async (transaction) => {
        const within = storage.within(transaction);
        await within.commit([insert("a", row)]);
        expect(await within.get(entries, [entry("a")])).toEqual([row]);
        expect(await within.search(entries, { text: "o'neil quot", limit: 5 })).toEqual([row]);
        const measures = { rows: { measure: "count" }, again: { measure: "count" } } as const;
        expect(await within.aggregate(entries, { measures })).toEqual([
          { group: {}, values: { rows: 1, again: 1 } },
        ]);
        expect(await within.next("orders", 3)).toBe(1);
        expect(await storage.get(entries, [entry("a")])).toEqual([]);
      });
      expect(await storage.find(entries, { limit: 5 })).toEqual([row]);
      expect(await storage.next("orders", 1)).toBe(4);
    });
    test(`${name}: a conflict names its change and leaves the rest of the transaction`, async () => {
      const { storage, database } = await openStorage();
      await storage.commit([insert("taken", { code: "x" })]);
      await inTransaction(database, true, async (transaction) => {
        const within = storage.within(transaction);
        await within.commit([insert("first")]);
        const failing = within.commit([insert("second"), insert("third", { code: "x" })]);
        await expect(failing).rejects.toMatchObject({
          conflict: { changeIndex: 1, reason: "unique", constraint: "code" },
        });
        // Nothing is different in the row afterwards, and yet it was found.
        await within.commit([
          { kind: "update", table: entries, key: entry("taken"), set: { code: "x" }, expect: { count: 0 } },
        ]);
      });
      expect((await storage.find(entries, { limit: 5 })).map(({ id }) => id)).toEqual(["first", "taken"]);
    });
  }

  test("a host that does not count rows it found unchanged", async () => {
    const { storage, database } = await openStorage();
    await storage.commit([insert("a")]);
    const pool = createPromisePool({ ...optionsFor(database).connection, flags: ["-FOUND_ROWS"] });
    onTestFinished(() => pool.end());
    const connection = await pool.getConnection();
    await connection.beginTransaction();
    const update = { kind: "update", table: entries, key: entry("a"), set: { count: 0 } } as const;
    await storage.within(connection).commit([{ ...update, expect: { count: 0 } }]);
    await expect(
      storage.within(connection).commit([{ ...update, expect: { count: 1 } }]),
    ).rejects.toMatchObject({ conflict: { reason: "expectation" } });
    await connection.rollback();
    connection.release();
  });

  test("a transaction on another database is refused, naming both", async () => {
    const { storage, database } = await openStorage();
    const other = await openStorage();
    const connection = await hostConnection(other.database);
    onTestFinished(() => connection.end());
    await connection.beginTransaction();
    await expect(storage.within(connection).commit([insert("a")])).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringMatching(new RegExp(`${other.database}.*${database}`)),
    });
    await connection.rollback();
  });

  test("a host that chooses another database later, or has Heedkit there too, writes where it should", async () => {
    const { storage, database } = await openStorage();
    const other = await openStorage();
    const connection = await hostConnection(database);
    onTestFinished(() => connection.end());
    const inTransaction = async (work: (within: Storage) => Promise<unknown>, of = storage) => {
      await connection.beginTransaction();
      await work(of.within(connection));
      await connection.commit();
    };
    await inTransaction((within) => within.commit([insert("a", { text: "needle", code: "x" })]));
    await connection.query(`use ${other.database}`);
    await inTransaction(async (within) => {
      const update = { kind: "update", table: entries, key: entry("a"), increment: { count: 1 } } as const;
      await within.commit([insert("b", { code: "y" }), insert("c"), { ...update, expect: { count: 0 } }]);
      await within.commit([{ kind: "delete", table: entries, key: entry("c"), expect: { count: 0 } }]);
      await expect(within.commit([insert("d", { code: "y" })])).rejects.toMatchObject({
        conflict: { reason: "unique", constraint: "code" },
      });
      expect(await within.get(entries, [entry("a")])).toMatchObject([{ id: "a", count: 1 }]);
      expect(await within.search(entries, { text: "needle", limit: 5 })).toMatchObject([{ id: "a" }]);
      const where = { field: "code", is: "y" } as const;
      expect(await within.find(entries, { where, orderBy: [{ field: "count" }], limit: 5 })).toHaveLength(1);
      expect(await within.count(entries)).toBe(2);
      expect(await within.aggregate(entries, { measures: { rows: { measure: "count" } } })).toMatchObject([
        { values: { rows: 2 } },
      ]);
      expect(await within.next("orders", 3)).toBe(1);
    });
    expect(await storage.count(entries)).toBe(2);
    expect(await storage.next("orders", 1)).toBe(4);
    expect(await other.storage.count(entries)).toBe(0);
    expect(await other.storage.next("orders", 1)).toBe(1);
    // Known to one storage is not known to the other.
    await connection.query(`use ${database}`);
    await connection.beginTransaction();
    await expect(other.storage.within(connection).commit([insert("e")])).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await connection.rollback();
  });

  test("a connection without a transaction, and a pool, are refused; a new transaction is not", async () => {
    const { storage, database } = await openStorage();
    const connection = await hostConnection(database);
    onTestFinished(() => connection.end());
    const refused = expect.objectContaining({
      code: "INVALID_INPUT",
      message: expect.stringContaining("start transaction"),
    });
    await expect(storage.within(connection).commit([insert("a")])).rejects.toEqual(refused);
    expect(() => storage.within(connection)).toThrow(refused);
    await connection.beginTransaction();
    await storage.within(connection).commit([insert("b")]);
    await connection.commit();
    expect(await storage.count(entries)).toBe(1);
    const pool = createPool(optionsFor(database).connection);
    expect(() => storage.within(pool)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
    pool.end();
  });

  test("calls at the same moment do not get into each other's savepoints", async () => {
    const { storage, database } = await openStorage();
    await storage.commit([insert("taken")]);
    const connection = await hostConnection(database);
    onTestFinished(() => connection.end());
    await connection.beginTransaction();
    const within = storage.within(connection);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, at) =>
        within.commit([insert(`r${at}`), ...(at % 3 === 0 ? [insert("taken")] : [])]),
      ),
    );
    await connection.commit();
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(8);
    expect(await storage.count(entries)).toBe(9);
  });

  test("the host's own rows and the desk's are committed as one", async () => {
    const { storage, database } = await openStorage();
    await asHost(database, ["create table orders (id int primary key)"]);
    const connection = await hostConnection(database);
    onTestFinished(() => connection.end());
    await connection.query("start transaction");
    await connection.query("insert into orders values (1)");
    await storage.within(connection).commit([insert("a")]);
    await connection.query("rollback");
    expect(await asHost(database, ["select * from orders"])).toEqual([]);
    expect(await storage.count(entries)).toBe(0);
  });
});
