import { requireCount, type SequenceStore } from "@heedkit/storage-sql";
import type { Connections } from "./connecting/connections.ts";
import { quoted, type TextLiteral } from "./literals.ts";
import { retried } from "./writing/retrying.ts";

/** Statements that take `count` numbers from the table, quoted by the caller, and select the first above them. */
export function reserving(
  table: string,
  sequence: string,
  count: number,
  text: TextLiteral,
): readonly string[] {
  requireCount(count);
  const next = `insert into ${table} (name, next_value) values (${text(sequence)}, last_insert_id(1 + ${count}))`;
  return [
    `${next} on duplicate key update next_value = last_insert_id(next_value + ${count})`,
    "select last_insert_id()",
  ];
}

/** Sequences as rows of a table. */
export function sequenceStore(
  connections: Connections,
  prefix: string,
  lockTimeoutMs: number,
): SequenceStore {
  const table = `\`${prefix}sequences\``;
  return {
    async reserve(sequence, count) {
      const statements = reserving(table, sequence, count, quoted);
      const [, found] = await retried(
        () => connections.use((session) => session.run(statements)),
        lockTimeoutMs,
      );
      return Number(found?.rows[0]?.[0]) - count;
    },
    async giveBack(unused) {
      const statements = unused.map(
        ({ name, next, end }) =>
          `update ${table} set next_value = ${next} where name = ${quoted(name)} and next_value = ${end}`,
      );
      await connections.use((session) => session.run(statements));
    },
  };
}
