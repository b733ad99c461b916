import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { countOf, entry, hostConnection, insert, openStorage, temporaryPath } from "./testing/desk.ts";
import { entries } from "./testing/entries.ts";

describe("within a transaction of the host", () => {
  test("the host's own rows and the desk's are committed as one", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    const host = hostConnection(path);
    host.exec("create table orders (id integer primary key)");
    host.exec("begin immediate; insert into orders values (1)");
    await storage.within(host).commit([insert("a")]);
    host.exec("rollback; begin immediate; insert into orders values (2)");
    await storage.within(host).commit([insert("b")]);
    host.exec("commit");
    expect(host.prepare("select id from orders").all()).toEqual([{ id: 2 }]);
    expect((await storage.find(entries, { limit: 9 })).map(({ id }) => id)).toEqual(["b"]);
  });

  test("a conflict leaves what the host has written in it", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    await storage.commit([insert("taken")]);
    const host = hostConnection(path);
    host.exec("create table orders (id integer primary key); begin immediate; insert into orders values (1)");
    const failing = storage.within(host).commit([insert("a"), insert("taken")]);
    await expect(failing).rejects.toMatchObject({ code: "CONFLICT" });
    host.exec("insert into orders values (2); commit");
    expect(host.prepare("select count(*) as count from orders").get()?.count).toBe(2);
    expect(await countOf(storage)).toBe(1);
  });

  test("a connection to another file is refused, naming both", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    const other = hostConnection(temporaryPath());
    other.exec("begin");
    expect(() => storage.within(other)).toThrow(
      expect.objectContaining({ code: "INVALID_INPUT", message: expect.stringContaining(path) }),
    );
  });

  test("a connection without a transaction is refused, saying how to begin one", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    const host = hostConnection(path);
    expect(() => storage.within(host)).toThrow(
      expect.objectContaining({ message: expect.stringContaining("begin immediate") }),
    );
    host.close();
    expect(() => storage.within(host)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  });

  test("the same file by another path is the same database", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    const host = hostConnection(path.replace(/\/desk\.db$/, "/./desk.db"));
    host.exec("begin immediate");
    await storage.within(host).commit([insert("a")]);
    host.exec("commit");
    expect(await countOf(storage)).toBe(1);
  });

  test("a transaction that has read before another wrote is advised to begin immediate", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    const host = hostConnection(path);
    host.exec("begin; select * from heedkit_entries");
    host.prepare("select count(*) from heedkit_entries").get();
    await storage.commit([insert("meanwhile")]);
    const late = storage.within(host).commit([insert("a")]);
    await expect(late).rejects.toMatchObject({
      code: "STORAGE_UNAVAILABLE",
      message: expect.stringContaining("begin immediate"),
    });
    host.exec("rollback");
  });

  test("storage given the host's connection opens its file a second time", async () => {
    const host = hostConnection(temporaryPath());
    host.exec("create table orders (id integer primary key)");
    const storage = await openStorage({ database: host });
    host.exec("begin immediate; insert into orders values (1)");
    const commit = storage.commit([insert("a")]);
    expect(await countOf(storage)).toBe(0);
    host.exec("rollback");
    await commit;
    expect(host.prepare("select count(*) as count from orders").get()?.count).toBe(0);
    expect(await countOf(storage)).toBe(1);
    expect(storage.capabilities).toMatchObject({ durable: true, shared: true });
  });

  test("an in-memory database of the host is shared: the desk waits while the host's transaction is open", async () => {
    const host = new DatabaseSync(":memory:");
    onTestFinished(() => host.close());
    const storage = await openStorage({ database: host });
    host.exec("create table orders (id integer primary key); begin; insert into orders values (1)");
    const commit = storage.commit([insert("beside")]);
    const read = storage.get(entries, [entry("within")]);
    await storage.within(host).commit([insert("within")]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    host.exec("rollback");
    await commit;
    expect(await read).toEqual([]);
    expect((await storage.find(entries, { limit: 9 })).map(({ id }) => id)).toEqual(["beside"]);
    await storage.close();
    expect(host.isOpen).toBe(true);
  });
});
