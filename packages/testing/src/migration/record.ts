// Records the tables of this version and the rows of one day of a desk, to test later versions with:
// `npm run build && node packages/testing/src/migration/record.ts recorded/NAME.json`
import { writeFileSync } from "node:fs";
import type { Storage, Table } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { livePast } from "./past.ts";
import { type Recording, type Row, recordingOf } from "./recordedDesk.ts";

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("Name the file to write.");

const memory = memoryStorage();
const tables = new Map<string, Table>();
const sequences = new Map<string, number>();
const storage: Storage = {
  ...memory,
  schema: {
    plan: memory.schema.plan,
    async apply(wanted) {
      for (const table of wanted) tables.set(table.name, table);
      return memory.schema.apply(wanted);
    },
  },
  async next(sequence, count) {
    const first = await memory.next(sequence, count);
    sequences.set(sequence, first + count);
    return first;
  },
};

const { facts, now } = await livePast(storage);
const recorded = await Promise.all(
  [...tables.values()].map(async (table) => {
    const rows = await memory.find(table, { limit: 1_000 });
    // Rows of a table whose type no longer exists.
    return { table, rows: rows as readonly Row[] };
  }),
);
const empty = recorded.filter(({ rows }) => rows.length === 0).map(({ table }) => table.name);
if (empty.length > 0) throw new Error(`Nothing was written into ${empty.join(", ")}: let past.ts do so.`);
const desk = { now, facts: { ...facts }, sequences: Object.fromEntries(sequences), tables: recorded };
writeFileSync(path, text(recordingOf(desk)));
console.log(`${recorded.length} tables, ${recorded.reduce((sum, { rows }) => sum + rows.length, 0)} rows.`);

/** One line per row, for readable diffs. */
function text({ tables, ...rest }: Recording): string {
  const parts = tables.map(({ table, rows }) => {
    const lines = rows.map((row) => JSON.stringify(row)).join(",\n");
    return `{"table":${JSON.stringify(table)},\n"rows":[\n${lines}\n]}`;
  });
  return `${JSON.stringify(rest).slice(0, -1)},\n"tables":[\n${parts.join(",\n")}\n]}\n`;
}
