import type { Storage } from "@heedkit/core";
import { drizzle } from "drizzle-orm/node-postgres";
import { sql as drizzleSql } from "drizzle-orm/sql";
import knex from "knex";
import { Kysely, sql as kyselySql, PostgresDialect } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databaseUrl, freshStorage, removeStorage, requireUrl, schemaOf } from "./testing/database.ts";
import { entries, entry, insert } from "./testing/entries.ts";
import { prismaClient } from "./testing/prismaClient.ts";

/** How a host with one of the libraries runs a transaction: its own insert, then the work with our handle. */
interface Host {
  transaction(id: number, work: (handle: unknown) => Promise<void>): Promise<void>;
  /** What a host might pass by mistake. */
  readonly mistaken: unknown;
  close(): Promise<void>;
}

const address = () => ({ connectionString: requireUrl() });

const hosts: Readonly<Record<string, (schema: string) => Host>> = {
  pg(schema) {
    const pool = new pg.Pool(address());
    return {
      mistaken: pool,
      async transaction(id, work) {
        const client = await pool.connect();
        try {
          await client.query("begin");
          await client.query(`insert into "${schema}".orders values ($1)`, [id]);
          await work(client);
          await client.query("commit");
        } catch (error) {
          await client.query("rollback");
          throw error;
        } finally {
          client.release();
        }
      },
      close: () => pool.end(),
    };
  },
  drizzle(schema) {
    const pool = new pg.Pool(address());
    const database = drizzle(pool);
    return {
      mistaken: database,
      transaction: (id, work) =>
        database.transaction(async (transaction) => {
          await transaction.execute(
            drizzleSql`insert into ${drizzleSql.identifier(schema)}.orders values (${id})`,
          );
          await work(transaction);
        }),
      close: () => pool.end(),
    };
  },
  kysely(schema) {
    const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool(address()) }) });
    return {
      mistaken: database,
      transaction: (id, work) =>
        database.transaction().execute(async (transaction) => {
          await kyselySql`insert into ${kyselySql.id(schema, "orders")} values (${id})`.execute(transaction);
          await work(transaction);
        }),
      close: () => database.destroy(),
    };
  },
  knex(schema) {
    const database = knex({ client: "pg", connection: requireUrl() });
    return {
      mistaken: database,
      transaction: (id, work) =>
        database.transaction(async (transaction) => {
          await transaction.withSchema(schema).table("orders").insert({ id });
          await work(transaction);
        }),
      close: () => database.destroy(),
    };
  },
  prisma(schema) {
    const client = prismaClient(requireUrl());
    return {
      mistaken: client,
      transaction: (id, work) =>
        client.$transaction(async (transaction) => {
          await transaction.$executeRawUnsafe(`insert into "${schema}".orders values ($1)`, id);
          await work(transaction);
        }),
      close: () => client.$disconnect(),
    };
  },
  "a host's own interface"(schema) {
    const pool = new pg.Pool(address());
    return {
      mistaken: { run: () => undefined },
      async transaction(id, work) {
        const client = await pool.connect();
        try {
          await client.query("begin");
          await client.query(`insert into "${schema}".orders values ($1)`, [id]);
          await work({
            query: async (sql: string, values: unknown[]) => (await client.query(sql, values)).rows,
          });
          await client.query("commit");
        } catch (error) {
          await client.query("rollback");
          throw error;
        } finally {
          client.release();
        }
      },
      close: () => pool.end(),
    };
  },
};

describe.skipIf(databaseUrl === null)("within a transaction of the host", () => {
  describe.each(Object.entries(hosts))("on %s", (_name, open) => {
    let storage: Storage;
    let host: Host;
    let orders: () => Promise<readonly number[]>;

    beforeAll(async () => {
      storage = freshStorage();
      await storage.schema.apply([entries]);
      const schema = schemaOf(storage);
      const client = new pg.Client(address());
      await client.connect();
      await client.query(`create table "${schema}".orders (id integer primary key)`);
      orders = async () =>
        (await client.query<{ id: number }>(`select id from "${schema}".orders order by id`)).rows.map(
          ({ id }) => id,
        );
      host = open(schema);
      return () => client.end();
    });
    afterAll(async () => {
      await host.close();
      await removeStorage(storage);
    });

    test("rows of both are committed as one, and read within as they went in", async () => {
      await host.transaction(1, async (handle) => {
        const within = storage.within(handle);
        await within.commit([insert("a", "größe \u{1F600}\u0000", 2 ** 53 - 1), insert("b", null, -5)]);
        expect(await within.get(entries, [entry("a")])).toEqual([
          { ...entry("a"), text: "größe \u{1F600}\u0000", count: 2 ** 53 - 1 },
        ]);
        expect(await within.find(entries, { orderBy: [{ field: "count" }], limit: 5 })).toHaveLength(2);
        expect(await within.count(entries)).toBe(2);
        const measures = {
          low: { measure: "min", field: "count" },
          all: { measure: "count" },
        } as const;
        expect(await within.aggregate(entries, { measures })).toEqual([
          { group: {}, values: { low: -5, all: 2 } },
        ]);
        expect(await within.search(entries, { text: "GRÖSSE größe", limit: 5 })).toEqual([]);
        expect(await within.search(entries, { text: "grosse", limit: 5 })).toEqual([]);
        expect(await within.search(entries, { text: "GRÖßE", limit: 5 })).toHaveLength(1);
        expect(await within.next("orders", 2)).toBe(1);
        expect(await storage.count(entries)).toBe(0);
      });
      expect(await storage.count(entries)).toBe(2);
      expect(await orders()).toEqual([1]);
    });
    test("rows of both are gone when it is rolled back", async () => {
      const failing = host.transaction(2, async (handle) => {
        await storage.within(handle).commit([insert("gone")]);
        throw new Error("changed its mind");
      });
      await expect(failing).rejects.toThrow("changed its mind");
      expect(await storage.get(entries, [entry("gone")])).toEqual([]);
      expect(await orders()).not.toContain(2);
    });
    test("a conflict is named, and leaves what the host has written", async () => {
      await storage.commit([insert("taken")]);
      await host.transaction(3, async (handle) => {
        const failing = storage.within(handle).commit([insert("new"), insert("taken")]);
        await expect(failing).rejects.toMatchObject({
          code: "CONFLICT",
          conflict: { changeIndex: 1, id: "taken", reason: "unique", constraint: "primary" },
        });
        const guard = { kind: "update", table: entries, key: entry("taken"), expect: { count: 9 } } as const;
        await expect(storage.within(handle).commit([insert("new"), guard])).rejects.toMatchObject({
          conflict: { changeIndex: 1, reason: "expectation" },
        });
      });
      expect(await orders()).toContain(3);
      expect(await storage.get(entries, [entry("new")])).toEqual([]);
    });
    test("what is no transaction is refused, saying what to pass", () => {
      expect(() => storage.within(host.mistaken)).toThrow(
        expect.objectContaining({ code: "INVALID_INPUT", message: expect.stringMatching(/pass/i) }),
      );
    });
  });

  test("a transaction on another database, or other tables, is refused", async () => {
    const [storage, other] = [freshStorage(), freshStorage()];
    await storage.schema.apply([entries]);
    const name = `other_${process.pid}`;
    const admin = new pg.Client(address());
    await admin.connect();
    await admin.query(`drop database if exists ${name}`);
    await admin.query(`create database ${name}`);
    const client = new pg.Client({
      ...address(),
      database: name,
      connectionString: requireUrl().replace(/\/\w+$/, `/${name}`),
    });
    await client.connect();
    try {
      await client.query("begin");
      const refused = storage.within(client).commit([insert("a")]);
      await expect(refused).rejects.toMatchObject({ code: "INVALID_INPUT" });
    } finally {
      await client.end();
      await admin.query(`drop database ${name}`);
      await admin.end();
      await removeStorage(storage);
      await removeStorage(other);
    }
  });

  test("a pool whose only connection the host holds is enough", async () => {
    const pool = new pg.Pool({ ...address(), max: 1 });
    const { postgresStorage } = await import("./index.ts");
    const made = freshStorage();
    const storage = postgresStorage({ pool, schema: schemaOf(made) });
    await storage.schema.apply([entries]);
    const client = await pool.connect();
    await client.query("begin");
    const within = storage.within(client);
    await within.commit([insert("a")]);
    expect(await within.next("orders", 1)).toBe(1);
    const beside = storage.commit([insert("beside")]);
    await client.query("commit");
    client.release();
    await beside;
    expect(await storage.count(entries)).toBe(2);
    await storage.close();
    await pool.end();
    await removeStorage(made);
  });
});
