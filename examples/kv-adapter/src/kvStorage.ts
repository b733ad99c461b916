import {
  aggregateRows,
  type Change,
  claimable,
  type Filter,
  type Keyed,
  loadRow,
  planTables,
  predicate,
  type Query,
  type Storage,
  type StoredRow,
  SupportError,
  selectRows,
  type Table,
} from "@heedkit/core";
import { applyAll, MemoryTable } from "@heedkit/core/memory";
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
  const tables = new Map<string, MemoryTable>();
  const numbers = new Map<string, number>();
  const replay = (entry: Entry) => {
    for (const table of entry.tables ?? [])
      tables.set(table.name, new MemoryTable(table, tables.get(table.name)?.all()));
    for (const { table, before, after } of entry.rows ?? []) {
      const rows = tables.get(table);
      rows?.replace(before && rows.get(before), after);
    }
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
  const open = ({ name }: Table): MemoryTable => {
    const table = tables.get(name);
    if (table !== undefined) return table;
    throw new SupportError("SCHEMA_DRIFT", `There is no table "${name}": call schema.apply first.`);
  };
  const matching = <Row extends Keyed>(table: Table<Row>, where: Filter<Row> | undefined) =>
    [...(open(table).candidates(where) as Iterable<Row & StoredRow>)].filter(predicate(table, where));
  const page = <Row extends Keyed>(table: Table<Row>, query: Query<Row>) =>
    selectRows(table, open(table).candidates(query.where), query);

  const plan = (wanted: readonly Table[]) =>
    planTables(new Map([...tables].map(([name, { table }]) => [name, table])), wanted);
  /** The wanted table, its existing columns, and its rows, to check whether its keys hold. */
  const made = (wanted: Table): Table => {
    const found = tables.get(wanted.name);
    const { name, comment, unique, indexes } = wanted;
    const table = { name, comment, unique, indexes, columns: { ...found?.table.columns, ...wanted.columns } };
    const tried = new MemoryTable(table);
    for (const row of found?.all() ?? []) {
      const taken = tried.collision(row);
      if (taken !== undefined)
        throw new SupportError("SCHEMA_DRIFT", `Rows of "${table.name}" hold the same "${taken}".`);
      tried.replace(undefined, row);
    }
    return table;
  };

  /** Changes the rows, then stores the changes; if that fails, the rows are restored. */
  const write = async (changes: readonly Change[]) => {
    const { rows, undo } = applyAll(changes, open);
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
      plan: (wanted) => inTurn(() => plan(wanted)),
      apply: (wanted) =>
        inTurn(async () => {
          const { steps, drift } = plan(wanted);
          if (drift.length > 0)
            throw new SupportError("SCHEMA_DRIFT", drift.map(({ problem }) => problem).join(" "));
          const entry = { tables: wanted.map(made) };
          if (steps.length > 0) await append(entry).then(() => replay(entry));
          return { steps, drift };
        }),
    },
    get: (table, keys) =>
      inTurn(() => {
        const found = new Set(keys.map((key) => open(table).get(key)));
        return [...found].flatMap((row) => (row === undefined ? [] : [loadRow(table, row)]));
      }),
    find: (table, query) => inTurn(() => page(table, query).map((row) => loadRow(table, row))),
    count: (table, where) => inTurn(() => matching(table, where).length),
    aggregate: (table, query) => inTurn(() => aggregateRows(table, matching(table, query.where), query)),
    search: async () => {
      throw new SupportError("UNSUPPORTED", "A key-value store cannot search.");
    },
    commit: (changes) => inTurn(() => write(changes).then(() => undefined)),
    claim: (table, query) =>
      inTurn(async () => {
        const set = { leasedUntil: query.now + query.leaseMs };
        const due = page(table, claimable(table, query));
        const change = { kind: "update", table, set, increment: { fence: 1 } } as const;
        const taken = await write(due.map((key) => ({ ...change, key })));
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
