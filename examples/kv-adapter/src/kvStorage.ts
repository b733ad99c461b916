import { type Change, loadRow, type Storage, SupportError } from "@heedkit/core";
import { MemoryTables } from "@heedkit/core/memory";
import type { Storage as KeyValueStore } from "unstorage";
import { type Entry, openLog } from "./log.ts";

export interface KvStorageOptions {
  /** An unstorage key-value store, used by this storage only. */
  readonly kv: KeyValueStore;
  /** Whether the store outlives the process: true for files, false for memory. */
  readonly durable: boolean;
}

/** Stores a desk in a key-value store: commits in the store, rows in memory. For one process at a time. */
export async function kvStorage({ kv, durable }: KvStorageOptions): Promise<Storage> {
  const tables = new MemoryTables();
  const numbers = new Map<string, number>();
  const replay = (entry: Entry) => {
    tables.define(entry.tables ?? []);
    for (const row of entry.rows ?? []) tables.replace(row);
    for (const [sequence, given] of entry.numbers ?? []) numbers.set(sequence, given);
  };
  const append = await openLog(kv, replay);
  let isClosed = false;

  // One call at a time, reads included: nobody sees what is not stored yet, and writers never overlap.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
    if (isClosed) return Promise.reject(new SupportError("STOPPED", "The storage is closed: open another."));
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };

  /** Changes the rows, then stores the changes; if that fails, the rows are restored. */
  const write = async (changes: readonly Change[]) => {
    const { rows, undo } = tables.apply(changes);
    if (rows.length > 0)
      await append({ rows }).catch((error: unknown) => {
        undo();
        throw error;
      });
    return rows.flatMap(({ after }) => (after === undefined ? [] : [after]));
  };

  return {
    specVersion: 1,
    name: "kv",
    capabilities: { search: false, hostTransactions: false, durable, shared: false },
    schema: {
      plan: (wanted) => inTurn(() => tables.plan(wanted)),
      apply: (wanted) =>
        inTurn(async () => {
          const plan = tables.plan(wanted);
          const entry = { tables: tables.merged(wanted) };
          if (plan.steps.length > 0) await append(entry).then(() => replay(entry));
          return plan;
        }),
    },
    get: (table, keys) => inTurn(() => tables.get(table, keys)),
    find: (table, query) => inTurn(() => tables.find(table, query)),
    count: (table, where) => inTurn(() => tables.count(table, where)),
    aggregate: (table, query) => inTurn(() => tables.aggregate(table, query)),
    search: async () => {
      throw new SupportError("UNSUPPORTED", "A key-value store cannot search.");
    },
    commit: (changes) => inTurn(() => write(changes).then(() => undefined)),
    claim: (table, query) =>
      inTurn(async () => {
        const taken = await write(tables.claiming(table, query));
        return taken.map((row) => loadRow(table, row));
      }),
    next: (sequence, count) =>
      inTurn(async () => {
        if (!Number.isSafeInteger(count) || count < 1)
          throw new SupportError("INVALID_INPUT", `Reserve at least one number, not ${count}.`);
        const given = numbers.get(sequence) ?? 0;
        await append({ numbers: [[sequence, given + count]] });
        numbers.set(sequence, given + count);
        return given + 1;
      }),
    within() {
      throw new SupportError("UNSUPPORTED", "A key-value store has no transactions of the host.");
    },
    async close() {
      isClosed = true;
      await turn;
    },
  };
}
