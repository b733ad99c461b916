import { loadRow, type Storage, SupportError } from "@heedkit/core";
import { type Applied, MemoryTables } from "@heedkit/core/memory";
import { turn } from "./mutant.ts";

/** What several storages share: commits in their order. */
export type SharedLog = (
  | { readonly rows: Applied["rows"] }
  | { readonly tables: Parameters<MemoryTables["define"]>[0] }
)[];

/** The steps of a commit that an adapter may get wrong. */
export interface ReplicationFaults {
  /** Whether it undoes what it changed when another storage was faster. */
  readonly undoes: boolean;
  /** Whether reads take in what others have committed. */
  readonly readsCatchUp: boolean;
  /** Whether it notices that another storage was faster. */
  readonly compares: boolean;
  /** Whether it applies its changes again, to the rows as they are then, when another storage was faster. */
  readonly appliesAgain: boolean;
}

const right: ReplicationFaults = { undoes: true, readsCatchUp: true, compares: true, appliesAgain: true };

/**
 * A storage with its own copy of the rows, and a log that it shares with others: the least that "shared" takes. Appending
 * gives others a turn and fails if one of them was faster.
 */
export function replicated(log: SharedLog, faults: Partial<ReplicationFaults> = {}): Storage {
  const { undoes, readsCatchUp, compares, appliesAgain } = { ...right, ...faults };
  const tables = new MemoryTables();
  let read = 0;
  let isClosed = false;
  const catchUp = () => {
    for (const entry of log.slice(read)) {
      if ("tables" in entry) tables.define(entry.tables);
      else for (const row of entry.rows) tables.replace(row);
    }
    read = log.length;
  };
  const append = async (entry: SharedLog[number]): Promise<boolean> => {
    const expected = read;
    await turn();
    if (compares && log.length !== expected) return false;
    log.push(entry);
    read = compares ? log.length : read + 1;
    return true;
  };
  // One call at a time: nobody sees what isn't in the log yet.
  let previous: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
    if (isClosed) return Promise.reject(new SupportError("STOPPED", "The storage is closed."));
    const done = previous.then(work);
    previous = done.catch(() => undefined);
    return done;
  };
  const reading = <Result>(work: () => Result) =>
    inTurn(() => {
      if (readsCatchUp) catchUp();
      return work();
    });
  const write = async (change: () => Applied): Promise<Applied["rows"]> => {
    let applied: Applied | null = null;
    for (;;) {
      catchUp();
      if (applied === null || appliesAgain) applied = change();
      else for (const row of applied.rows) tables.replace(row);
      if (await append({ rows: applied.rows })) return applied.rows;
      if (undoes) applied.undo();
    }
  };

  return {
    specVersion: 1,
    name: "replicated",
    capabilities: { search: false, hostTransactions: false, durable: false, shared: true },
    schema: {
      plan: (wanted) => reading(() => tables.plan(wanted)),
      apply: (wanted) =>
        inTurn(async () => {
          for (;;) {
            catchUp();
            const plan = tables.plan(wanted);
            const entry = { tables: tables.merged(wanted) };
            if (plan.steps.length > 0 && !(await append(entry))) continue;
            tables.define(entry.tables);
            return plan;
          }
        }),
    },
    get: (table, keys) => reading(() => tables.get(table, keys)),
    find: (table, query) => reading(() => tables.find(table, query)),
    count: (table, where) => reading(() => tables.count(table, where)),
    aggregate: (table, query) => reading(() => tables.aggregate(table, query)),
    search: async () => {
      throw new SupportError("UNSUPPORTED", "It has no search.");
    },
    commit: (changes) => inTurn(() => write(() => tables.apply(changes)).then(() => undefined)),
    claim: (table, query) =>
      inTurn(async () => {
        const taken = await write(() => tables.apply(tables.claiming(table, query)));
        return taken.flatMap(({ after }) => (after === undefined ? [] : [loadRow(table, after)]));
      }),
    next: async () => {
      throw new SupportError("UNSUPPORTED", "It has no sequences.");
    },
    within() {
      throw new SupportError("UNSUPPORTED", "It takes part in no transaction.");
    },
    async close() {
      isClosed = true;
      await previous;
    },
  };
}
