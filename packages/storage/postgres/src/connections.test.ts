import { connect as connectTo, createServer, type Socket } from "node:net";
import type { Storage } from "@heedkit/core";
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { portOf } from "../../../../scripts/services.ts";
import { type PostgresStorageOptions, postgresStorage } from "./index.ts";
import { administer, databaseUrl, freshName, requireUrl } from "./testing/database.ts";
import { entries, entry, insert } from "./testing/entries.ts";

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const chaosMs = Number(process.env.HEEDKIT_CHAOS_MS ?? 3_000);

/** A storage with its tables made, in a schema that is gone when the test is over. */
async function opened(options: PostgresStorageOptions = {}): Promise<Storage & { readonly named: string }> {
  const schema = freshName();
  const address = options.pool || options.connection || options.url ? {} : { url: requireUrl() };
  const storage = postgresStorage({ ...address, ...options, schema });
  onTestFinished(async () => {
    await storage.close();
    await administer(`drop schema if exists "${schema}" cascade`);
  });
  await storage.schema.apply([entries]);
  return { ...storage, named: schema };
}

/** A port that passes everything on to PostgreSQL, until the test has it swallow everything. */
async function proxy(): Promise<{ readonly port: number; swallow(): void; pass(): void }> {
  let isSwallowing = false;
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const behind = connectTo(Number(new URL(requireUrl()).port), "127.0.0.1");
    sockets.push(socket, behind);
    socket.on("data", (bytes) => isSwallowing || behind.write(bytes));
    behind.on("data", (bytes) => isSwallowing || socket.write(bytes));
    for (const one of [socket, behind]) one.on("error", () => undefined);
    socket.on("close", () => behind.destroy());
    behind.on("close", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  return {
    port: address.port,
    swallow: () => {
      isSwallowing = true;
    },
    pass: () => {
      isSwallowing = false;
    },
  };
}

describe.skipIf(databaseUrl === null)("connections", () => {
  test(`all of them ended every 50 ms for ${chaosMs} ms: nothing acknowledged is lost, and it recovers`, async () => {
    const name = freshName();
    const storage = await opened({ connection: { connectionString: requireUrl(), application_name: name } });
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown) => void unhandled.push(reason);
    process.on("unhandledRejection", onUnhandled);
    onTestFinished(() => void process.off("unhandledRejection", onUnhandled));

    const end = performance.now() + chaosMs;
    const acknowledged: string[] = [];
    const codes = new Set<string>();
    let failures = 0;
    const writer = async (lane: number) => {
      for (let at = 0; performance.now() < end; at++) {
        const id = `${lane}-${at}`;
        await storage.commit([insert(id), insert(`${id}-twin`)]).then(
          () => acknowledged.push(id),
          (error) => {
            failures++;
            codes.add(String(error.code));
          },
        );
        await storage.get(entries, [entry(id)]).catch((error) => codes.add(String(error.code)));
      }
    };
    const killer = async () => {
      const client = new pg.Client({ connectionString: requireUrl() });
      await client.connect();
      while (performance.now() < end) {
        await client.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1",
          [name],
        );
        await wait(50);
      }
      await client.end();
    };
    await Promise.all([killer(), ...Array.from({ length: 8 }, (_, lane) => writer(lane))]);

    const healed = performance.now();
    await expect
      .poll(() => storage.commit([insert("after")]).then(() => true), { timeout: 5_000 })
      .toBe(true);
    expect(performance.now() - healed).toBeLessThan(5_000);
    expect(failures).toBeGreaterThan(0);
    expect([...codes]).toEqual(["STORAGE_UNAVAILABLE"]);
    const rows = await storage.find(entries, { limit: 1_000 });
    const there = new Set<string>(rows.map(({ id }) => id));
    for (let after = rows.at(-1)?.id; after !== undefined; ) {
      const more = await storage.find(entries, { after: [after], limit: 1_000 });
      for (const { id } of more) there.add(id);
      after = more.at(-1)?.id;
    }
    expect(acknowledged.filter((id) => !there.has(id) || !there.has(`${id}-twin`))).toEqual([]);
    // Whole or not at all, also what was not acknowledged.
    const lonely = [...there].filter(
      (id) => id !== "after" && !id.endsWith("-twin") && !there.has(`${id}-twin`),
    );
    expect(lonely).toEqual([]);
    expect(unhandled).toEqual([]);
  }, 90_000);

  test("an idle connection that is ended does no harm", async () => {
    const name = freshName();
    const storage = await opened({
      connection: { connectionString: requireUrl(), application_name: name },
      maxConnections: 1,
    });
    await storage.commit([insert("a")]);
    await administer("select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", [
      name,
    ]);
    await wait(100);
    await storage.commit([insert("b")]);
    expect(await storage.count(entries)).toBe(2);
  });

  test("a half-open connection fails after its time, and the next one works", async () => {
    const { port, swallow, pass } = await proxy();
    const url = new URL(requireUrl());
    url.port = String(port);
    const storage = await opened({
      url: url.href,
      maxConnections: 2,
      statementTimeoutMs: 400,
      connectTimeoutMs: 400,
    });
    await storage.commit([insert("a")]);
    swallow();
    const began = performance.now();
    const results = await Promise.allSettled([
      storage.commit([insert("b")]),
      storage.get(entries, [entry("a")]),
      storage.next("numbers", 1),
      storage.claim({ ...entries, name: "none" } as never, { now: 0, leaseMs: 1, limit: 1 }),
    ]);
    expect(performance.now() - began).toBeLessThan(4_000);
    for (const result of results.slice(0, 3))
      expect(result).toMatchObject({
        status: "rejected",
        reason: { code: "STORAGE_UNAVAILABLE", retryable: true },
      });
    pass();
    await storage.commit([insert("c")]);
    expect(await storage.get(entries, [entry("c")])).toHaveLength(1);
  });

  test("a pool that is full is waited for; for too long is said clearly", async () => {
    const pool = new pg.Pool({ connectionString: requireUrl(), max: 1 });
    onTestFinished(() => pool.end());
    const storage = await opened({ pool, connectTimeoutMs: 300 });
    const taken = await pool.connect();
    const refused = storage.commit([insert("a")]);
    await expect(refused).rejects.toMatchObject({
      code: "STORAGE_UNAVAILABLE",
      retryable: true,
      message: expect.stringContaining("No database connection was available within 300 ms"),
    });
    const waiting = storage.commit([insert("b")]);
    await wait(50);
    taken.release();
    await waiting;
    expect((await storage.find(entries, { limit: 5 })).map(({ id }) => id)).toEqual(["b"]);
  });

  test("one connection is enough for everything at once", async () => {
    const storage = await opened({ maxConnections: 1 });
    await Promise.all([
      ...Array.from({ length: 30 }, (_, at) => storage.commit([insert(`a${at}`)])),
      ...Array.from({ length: 30 }, () => storage.next("numbers", 1)),
      ...Array.from({ length: 30 }, () => storage.count(entries)),
      storage.schema.apply([entries]),
    ]);
    expect(await storage.count(entries)).toBe(30);
  });

  test("a commit that waits for somebody's lock keeps the others going", async () => {
    const storage = await opened();
    await storage.commit([insert("locked"), insert("other")]);
    const client = new pg.Client({ connectionString: requireUrl() });
    await client.connect();
    onTestFinished(() => client.end());
    await client.query("begin");
    await client.query(`select * from "${storage.named}".heedkit_entries where id = 'locked' for update`);
    const change = (id: string) =>
      storage.commit([{ kind: "update", table: entries, key: entry(id), increment: { count: 1 } }]);
    let isThrough = false;
    const blocked = change("locked").then(() => {
      isThrough = true;
    });
    await wait(20);
    for (let at = 0; at < 5; at++) await change("other");
    expect(isThrough).toBe(false);
    await client.query("commit");
    await blocked;
    expect((await storage.get(entries, [entry("locked")]))[0]?.count).toBe(1);
  });

  test("deadlocks and serialization failures are run again", async () => {
    const pool = new pg.Pool({
      connectionString: requireUrl(),
      max: 8,
      options: "-c default_transaction_isolation=serializable",
    });
    onTestFinished(() => pool.end());
    const storage = await opened({ pool });
    const ids = Array.from({ length: 6 }, (_, at) => `r${at}`);
    await storage.commit(ids.map((id) => insert(id)));
    const others = [1, 2].map(() => postgresStorage({ pool, schema: storage.named }));
    const shuffled = () => ids.toSorted(() => Math.random() - 0.5);
    const rounds = 40;
    await Promise.all(
      Array.from({ length: rounds }, (_, at) =>
        (others[at % 2] ?? storage).commit(
          shuffled().map((id) => ({
            kind: "update",
            table: entries,
            key: entry(id),
            increment: { count: 1 },
          })),
        ),
      ),
    );
    const rows = await storage.get(entries, ids.map(entry));
    expect(rows.map(({ count }) => count)).toEqual(ids.map(() => rounds));
    for (const other of others) await other.close();
  }, 60_000);

  test("TLS with the server's certificate, and not with another", async () => {
    const { rows } = await administer("select pg_read_file('server.crt') as certificate");
    const ca = String(rows[0]?.certificate);
    const storage = await opened({ url: requireUrl(), connection: { ssl: { ca } } });
    await storage.commit([insert("a")]);
    expect(await storage.count(entries)).toBe(1);
    const distrustful = postgresStorage({ url: requireUrl(), connection: { ssl: true } });
    await expect(distrustful.count(entries)).rejects.toMatchObject({
      code: "STORAGE_UNAVAILABLE",
      message: expect.stringMatching(/self.signed/),
    });
    await distrustful.close();
  });

  test("a statement that takes too long is cancelled by the server too", async () => {
    const name = freshName();
    const storage = await opened({
      connection: { connectionString: requireUrl(), application_name: name },
      statementTimeoutMs: 300,
    });
    await storage.commit([insert("a")]);
    const client = new pg.Client({ connectionString: requireUrl() });
    await client.connect();
    onTestFinished(() => client.end());
    await client.query(`begin; lock table "${storage.named}".heedkit_entries`);
    await expect(storage.count(entries)).rejects.toMatchObject({
      code: "STORAGE_UNAVAILABLE",
      retryable: true,
    });
    await wait(200);
    const { rows } = await client.query(
      "select 1 from pg_stat_activity where application_name = $1 and state = 'active'",
      [name],
    );
    expect(rows).toEqual([]);
  });

  const wrong: Readonly<Record<string, readonly [PostgresStorageOptions, RegExp]>> = {
    "a wrong password": [{ connection: { password: "wrong" } }, /password/],
    "no such database": [{ connection: { database: "nowhere" } }, /does not exist/],
    "nobody at the port": [{ connection: { port: 1 } }, /connection/],
  };
  test.each(Object.entries(wrong))("%s is named", async (_title, [options, message]) => {
    const { hostname: host, port, username: user, password } = new URL(requireUrl());
    const base = { host, port: Number(port), user, password, database: "heedkit" };
    const storage = postgresStorage({ connection: { ...base, ...options.connection } });
    await expect(storage.count(entries)).rejects.toMatchObject({
      code: "STORAGE_UNAVAILABLE",
      message: expect.stringMatching(message),
    });
    await storage.close();
  });

  test.each([
    [{}],
    [{ url: "" }],
    [{ url: "postgres://x", prefix: "heedkit" }],
    [{ url: "postgres://x", schema: "pg_x" }],
    [{ url: "postgres://x", schema: 'a"b' }],
    [{ url: "postgres://x", maxConnections: 0 }],
    [{ url: "postgres://x", sequenceBlock: 0.5 }],
    [{ url: "postgres://x", statementTimeoutMs: Number.NaN }],
  ])("options %j are a problem of the storage, and refuse every call", async (options) => {
    const storage = postgresStorage(options);
    expect(storage.problems).toHaveLength(1);
    await expect(storage.commit([])).rejects.toMatchObject({ code: "INVALID_CONFIGURATION" });
  });
});

const poolerPort = databaseUrl === null ? null : portOf("pgbouncer");

describe.skipIf(poolerPort === null)("behind PgBouncer in transaction mode", () => {
  const url = () => {
    const address = new URL(requireUrl());
    address.port = String(poolerPort);
    return address.href;
  };
  test.each([
    ["told so", true],
    ["not told so: it finds out", false],
  ])("everything works, %s", async (_title, transactionPooler) => {
    const storage = await opened(
      transactionPooler ? { url: url(), transactionPooler } : { pool: shared(url()) },
    );
    await Promise.all(
      Array.from({ length: 60 }, async (_, at) => {
        await storage.commit([insert(`a${at}`, `text ${at}`), insert(`b${at}`)]);
        await storage.next("numbers", 1);
        return storage.find(entries, { where: { field: "count", is: 0 }, limit: 10 });
      }),
    );
    const taken = storage.commit([insert("new"), insert("a7")]);
    await expect(taken).rejects.toMatchObject({ conflict: { changeIndex: 1, reason: "unique" } });
    expect(await storage.count(entries)).toBe(120);
    expect(await storage.search(entries, { text: "text 7", limit: 5 })).toHaveLength(1);
    expect(await storage.schema.apply([entries])).toEqual({ steps: [], drift: [] });
  });

  function shared(connectionString: string): pg.Pool {
    const pool = new pg.Pool({ connectionString, max: 12 });
    onTestFinished(() => pool.end());
    return pool;
  }
});
