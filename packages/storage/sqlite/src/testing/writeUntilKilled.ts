import { sqliteStorage } from "../sqliteStorage.ts";
import { entries } from "./entries.ts";

/** Commits without end, 8 at a time, and prints each id and number once it has been promised. */
const [path = "", run = ""] = process.argv.slice(2);
const storage = sqliteStorage({ path });
await storage.schema.apply([entries]);

async function writeOn(writer: number): Promise<never> {
  for (let at = 0; ; at++) {
    const id = `${run}-${writer}-${at}`;
    const number = await storage.next("entries", 1);
    const row = { tenantId: "t", id, text: `words of ${id}`, count: number };
    await storage.commit([
      { kind: "insert", table: entries, row },
      { kind: "insert", table: entries, row: { ...row, id: `${id}-twin` } },
    ]);
    process.stdout.write(`${id} ${number}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, writer) => writeOn(writer)));
