import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { entry, hostConnection, openStorage, temporaryPath } from "./testing/desk.ts";
import { entries } from "./testing/entries.ts";
import { linesOf, runProcess } from "./testing/processes.ts";

describe("durability", () => {
  test("what was promised is there after SIGKILL, ten times over; commits are whole, numbers never repeat", async () => {
    const path = temporaryPath();
    const promised: string[] = [];
    for (let run = 0; run < 10; run++) {
      const child = runProcess("./writeUntilKilled.ts", path, String(run));
      const killAfter = 5 + run * 23;
      let seen = 0;
      const lines = await linesOf(child, () => {
        if (++seen === killAfter) child.kill("SIGKILL");
      });
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      expect(child.signalCode).toBe("SIGKILL");
      promised.push(...lines);
    }

    const storage = await openStorage({ path });
    const ids = promised.map((line) => line.split(" ")[0] ?? "");
    const found = await storage.get(
      entries,
      ids.flatMap((id) => [entry(id), entry(`${id}-twin`)]),
    );
    expect(found).toHaveLength(2 * promised.length);
    const numbers = promised.map((line) => line.split(" ")[1]);
    expect(new Set(numbers).size).toBe(numbers.length);
    const all = await storage.count(entries);
    expect(await storage.count(entries, { not: { field: "id", in: ids } })).toBe(all - promised.length);
    expect(all % 2).toBe(0);

    const database = hostConnection(path);
    expect(database.prepare("pragma integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
    database.exec(`insert into heedkit_entries_search (heedkit_entries_search) values ('integrity-check')`);
  }, 60_000);

  test("four processes write at once: no commit, no increment and no number is lost or given twice", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    await storage.commit([
      { kind: "insert", table: entries, row: { ...entry("shared"), text: null, count: 0 } },
    ]);
    const children = ["a", "b", "c", "d"].map((run) => runProcess("./writeMany.ts", path, run, "150"));
    const numbers = (await Promise.all(children.map((child) => linesOf(child)))).flat();
    expect(numbers).toHaveLength(600);
    expect(new Set(numbers).size).toBe(600);
    expect(await storage.count(entries)).toBe(601);
    expect((await storage.get(entries, [entry("shared")]))[0]?.count).toBe(600);
  }, 60_000);
});
