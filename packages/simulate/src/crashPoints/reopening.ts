import type { Storage, Table } from "@heedkit/core";

/** A storage that is closed and reopened together with its process. */
export interface ReopeningStorage {
  readonly storage: Storage;
  /** The tables that desks asked for. */
  tables(): readonly Table[];
  reopen(): Promise<void>;
  close(): Promise<void>;
}

/** @param open Opens the storage; opened again, it has the same rows. */
export function reopening(open: () => Storage): ReopeningStorage {
  let current = open();
  let known: readonly Table[] = [];
  return {
    storage: {
      specVersion: 1,
      name: current.name,
      capabilities: current.capabilities,
      schema: {
        plan: (tables) => current.schema.plan(tables),
        apply: (tables) => {
          known = tables;
          return current.schema.apply(tables);
        },
      },
      get: (table, keys) => current.get(table, keys),
      find: (table, query) => current.find(table, query),
      count: (table, where) => current.count(table, where),
      aggregate: (table, query) => current.aggregate(table, query),
      search: (table, query) => current.search(table, query),
      commit: (changes) => current.commit(changes),
      claim: (table, query) => current.claim(table, query),
      next: (sequence, count) => current.next(sequence, count),
      within: (transaction) => current.within(transaction),
      close: () => current.close(),
    },
    tables: () => known,
    async reopen() {
      const next = open();
      if (next === current) return;
      const before = current;
      current = next;
      await before.close();
      await current.schema.apply(known);
    },
    close: () => current.close(),
  };
}
