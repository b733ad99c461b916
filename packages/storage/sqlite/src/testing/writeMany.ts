import { sqliteStorage } from "../sqliteStorage.ts";
import { entries } from "./entries.ts";

/** Commits `many` times, 4 at a time: a new row, and one added to a row that all processes share. Prints numbers. */
const [path = "", run = "", many = "0"] = process.argv.slice(2);
const storage = sqliteStorage({ path, busyTimeoutMs: 30_000 });
await storage.schema.apply([entries]);

async function write(at: number): Promise<void> {
  const number = await storage.next("entries", 1);
  await storage.commit([
    { kind: "insert", table: entries, row: { tenantId: "t", id: `${run}-${at}`, text: null, count: number } },
    { kind: "update", table: entries, key: { tenantId: "t", id: "shared" }, increment: { count: 1 } },
  ]);
  process.stdout.write(`${number}\n`);
}

let next = 0;
const writer = async () => {
  while (next < Number(many)) await write(next++);
};
await Promise.all([writer(), writer(), writer(), writer()]);
await storage.close();
