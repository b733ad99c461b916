import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { sqliteStorage } from "./index.ts";
import { countOf, entry, insert, openStorage } from "./testing/desk.ts";
import { entries } from "./testing/entries.ts";

/** A file system of a few megabytes, read-only later if wanted; null where this process may not mount one. */
function smallDisk(size: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), "heedkit-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
  onTestFinished(() => {
    execFileSync("umount", ["-l", folder]);
    rmSync(folder, { recursive: true });
  });
  return folder;
}

const letter = "a letter of many words ".repeat(400);

describe("no room", () => {
  test("a database at its largest size: STORAGE_FULL, nothing written, small commits beside go through", async () => {
    const database = new DatabaseSync(":memory:");
    const storage = await openStorage({ database });
    await storage.commit([insert("first")]);
    const pages = Number(database.prepare("pragma page_count").get()?.page_count);
    database.exec(`pragma max_page_count = ${pages + 8}`);
    const large = Array.from({ length: 30 }, (_, at) => insert(`large${at}`, letter));
    const outcomes = await Promise.allSettled([
      storage.commit([insert("small")]),
      storage.commit(large),
      storage.commit([insert("small too")]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: { code: "STORAGE_FULL", retryable: true } });
    expect(await countOf(storage)).toBe(3);
    database.exec("pragma max_page_count = 100000");
    await storage.commit(large);
    expect(await countOf(storage)).toBe(33);
  });

  test("a full disk: nothing is promised that is not there, and room makes it work again", async ({
    skip,
  }) => {
    const folder = smallDisk("3m");
    if (folder === null) return skip("this process may not mount a small disk");
    const path = join(folder, "desk.db");
    const storage = await openStorage({ path });
    const promised: string[] = [];
    let failure: unknown = null;
    for (let at = 0; at < 2000 && failure === null; at++)
      await storage.commit([insert(`r${at}`, letter), insert(`twin${at}`)]).then(
        () => promised.push(`r${at}`, `twin${at}`),
        (error: unknown) => {
          failure = error;
        },
      );
    expect(failure).toMatchObject({ code: "STORAGE_FULL", retryable: true });
    expect(await countOf(storage)).toBe(promised.length);
    const again = storage.commit(Array.from({ length: 100 }, (_, at) => insert(`again${at}`, letter)));
    await expect(again).rejects.toMatchObject({ code: "STORAGE_FULL" });

    execFileSync("mount", ["-o", "remount,size=20m", folder]);
    await storage.commit([insert("after", letter)]);
    expect(await storage.next("cases", 1)).toBe(1);
    expect(await countOf(storage)).toBe(promised.length + 1);
    const other = sqliteStorage({ path });
    expect(await other.get(entries, promised.map(entry))).toHaveLength(promised.length);
    await other.close();
  });

  test("a disk without room for a new database: STORAGE_FULL, and room makes it work", async ({ skip }) => {
    const folder = smallDisk("1m");
    if (folder === null) return skip("this process may not mount a small disk");
    const filler = join(folder, "filler");
    for (let size = 1 << 20; size >= 1024; size >>= 1)
      try {
        writeFileSync(filler, Buffer.alloc(size), { flag: "a" });
      } catch {
        // Full: fill what is left with less.
      }
    const storage = sqliteStorage({ path: join(folder, "desk.db") });
    onTestFinished(() => storage.close());
    await expect(storage.schema.apply([entries])).rejects.toMatchObject({ code: "STORAGE_FULL" });
    rmSync(filler);
    await storage.schema.apply([entries]);
    await storage.commit([insert("a")]);
    expect(await countOf(storage)).toBe(1);
  });

  test("a disk that may only be read: commits are refused, reads go on", async ({ skip }) => {
    const folder = smallDisk("8m");
    if (folder === null) return skip("this process may not mount a small disk");
    const path = join(folder, "desk.db");
    const storage = await openStorage({ path });
    await storage.commit([insert("a")]);
    await storage.close();
    execFileSync("mount", ["-o", "remount,ro", folder]);
    const readOnly = sqliteStorage({ path });
    onTestFinished(() => readOnly.close());
    const refused = readOnly.commit([insert("b")]);
    await expect(refused).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE", retryable: false });
  });
});
