import { requireCount, type SequenceStore } from "@heedkit/storage-sql";
import type { Connection, Run } from "./connection.ts";

/** Sequences in a table of their own. */
export function sequenceStore(write: Run, prefix: string): SequenceStore {
  return {
    reserve: (sequence, count) => write((connection) => reserve(connection, prefix, sequence, count)),
    giveBack(unused) {
      const sql = `update "${prefix}sequences" set next_value = ? where name = ? and next_value = ?`;
      return write((connection) => {
        for (const { name, next, end } of unused) connection.run({ sql, values: [next, name, end] });
      });
    },
  };
}

/** Takes `count` numbers in the transaction that is open on the connection; returns the first. */
export function reserve(connection: Connection, prefix: string, sequence: string, count: number): number {
  requireCount(count);
  const [row] = connection.rows({
    sql: `insert into "${prefix}sequences" (name, next_value) values (?, 1 + ?) on conflict (name) do update set next_value = next_value + ? returning next_value`,
    values: [sequence, count, count],
  });
  return Number(row?.[0]) - count;
}
