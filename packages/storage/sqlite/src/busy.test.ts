import { describe, expect, test } from "vitest";
import { countOf, hostConnection, insert, openStorage, temporaryPath } from "./testing/desk.ts";
import { entries } from "./testing/entries.ts";

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("a lock that another holds", () => {
  test("is waited for while the event loop goes on", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    const host = hostConnection(path);
    host.exec("begin immediate");
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 1);
    const commit = storage.commit([insert("a")]);
    await wait(200);
    expect(await countOf(storage)).toBe(0);
    host.exec("commit");
    await commit;
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(10);
    expect(await countOf(storage)).toBe(1);
  });

  test("for too long is STORAGE_UNAVAILABLE, retryable; nothing was written, and the next commit works", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path, busyTimeoutMs: 60 });
    const host = hostConnection(path);
    host.exec("begin immediate");
    const refused = storage.commit([insert("a")]);
    await expect(refused).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE", retryable: true });
    host.exec("rollback");
    await storage.commit([insert("b")]);
    expect(await countOf(storage)).toBe(1);
  });

  test("lets reads through", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    await storage.commit([insert("a")]);
    const host = hostConnection(path);
    host.exec("begin immediate; update heedkit_entries set count = 99");
    expect((await storage.find(entries, { limit: 1 }))[0]?.count).toBe(0);
    host.exec("rollback");
  });

  test("closing waits for the commits that wait", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    const host = hostConnection(path);
    host.exec("begin immediate");
    const commit = storage.commit([insert("a")]);
    const closed = storage.close();
    await wait(20);
    host.exec("commit");
    await Promise.all([commit, closed]);
    expect(host.prepare("select count(*) as count from heedkit_entries").get()?.count).toBe(1);
  });
});
