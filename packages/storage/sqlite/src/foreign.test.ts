import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sqliteStorage } from "./index.ts";
import { countOf, hostConnection, insert, openStorage, temporaryPath } from "./testing/desk.ts";
import { entries } from "./testing/entries.ts";

describe("files that are not ours", () => {
  test("a file that is no database is refused and left alone", async () => {
    const path = temporaryPath();
    const letter = "Dear Sir or Madam,\n".repeat(400);
    writeFileSync(path, letter);
    const storage = sqliteStorage({ path });
    await expect(storage.schema.apply([entries])).rejects.toMatchObject({
      code: "STORAGE_FOREIGN",
      message: expect.stringContaining("not an SQLite database"),
    });
    await storage.close();
    expect(readFileSync(path, "utf8")).toBe(letter);
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  test("an empty file is a new database", async () => {
    const path = temporaryPath();
    writeFileSync(path, "");
    const storage = await openStorage({ path });
    expect(await countOf(storage)).toBe(0);
  });

  test("tables under our prefix that we did not make are refused and left alone", async () => {
    const path = temporaryPath();
    const host = hostConnection(path);
    host.exec("create table heedkit_entries (id integer primary key, whatever text)");
    const storage = sqliteStorage({ path });
    await expect(storage.schema.apply([entries])).rejects.toMatchObject({
      code: "STORAGE_FOREIGN",
      message: expect.stringContaining("heedkit_entries"),
    });
    await storage.close();
    expect(host.prepare("select count(*) as count from sqlite_schema").get()?.count).toBe(1);
    const beside = await openStorage({ path, prefix: "desk_" });
    expect(await countOf(beside)).toBe(0);
  });

  test("tables of a newer version are refused, saying so", async () => {
    const path = temporaryPath();
    await (await openStorage({ path })).close();
    hostConnection(path).exec("update heedkit_meta set value = '2' where key = 'format'");
    const storage = sqliteStorage({ path });
    const calls = [
      () => storage.schema.plan([entries]),
      () => storage.commit([insert("a")]),
      () => countOf(storage),
    ];
    for (const call of calls)
      await expect(call()).rejects.toMatchObject({
        code: "STORAGE_FOREIGN",
        message: expect.stringMatching(/format 2.*supports format 1.*newer version/),
      });
    await storage.close();
  });

  test("tables of the host in the same file are never touched", async () => {
    const path = temporaryPath();
    const host = hostConnection(path);
    host.exec("create table orders (id integer primary key, total real); insert into orders values (1, 9.5)");
    const definition = host.prepare("select * from sqlite_schema").all();
    const storage = await openStorage({ path });
    await storage.commit([insert("a")]);
    expect(host.prepare("select * from orders").all()).toEqual([{ id: 1, total: 9.5 }]);
    expect(host.prepare("select * from sqlite_schema where tbl_name = 'orders'").all()).toEqual(definition);
  });

  test("a folder that is not there is named", async () => {
    const storage = sqliteStorage({ path: "/nonexistent/folder/desk.db" });
    await expect(storage.schema.plan([])).rejects.toMatchObject({ code: "INVALID_CONFIGURATION" });
    await storage.close();
  });

  test("damage is told from a passing failure", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    await storage.commit(Array.from({ length: 500 }, (_, at) => insert(`r${at}`, `text ${at} `.repeat(50))));
    await storage.close();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 8192, bytes.length - 4096);
    writeFileSync(path, bytes);
    const damaged = sqliteStorage({ path });
    const text = "x".repeat(9);
    await expect(
      damaged.find(entries, { where: { field: "text", startsWith: text }, limit: 10 }),
    ).rejects.toMatchObject({
      code: "STORAGE_UNAVAILABLE",
      retryable: false,
      message: expect.stringContaining("damaged"),
    });
    await damaged.close();
  });

  test.each([
    [{}],
    [{ path: "" }],
    [{ path: "x.db", prefix: "Drop table;" }],
    [{ path: "x.db", prefix: "heedkit" }],
    [{ path: "x.db", busyTimeoutMs: Number.NaN }],
    [{ path: "x.db", sequenceBlock: 0 }],
  ])("options %j are a problem of the storage, and refuse every call", async (options) => {
    const storage = sqliteStorage(options);
    expect(storage.problems).toHaveLength(1);
    await expect(storage.commit([])).rejects.toMatchObject({ code: "INVALID_CONFIGURATION" });
  });
});
