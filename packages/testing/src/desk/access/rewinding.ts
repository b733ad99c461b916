import type { Change, Storage, Table } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";

/** What a storage held at one time. */
export interface Mark {
  readonly rows: readonly Change[];
  readonly sequences: ReadonlyMap<string, number>;
}

/** A memory storage that can go back to what it held earlier. */
export interface RewindingStorage {
  readonly storage: Storage;
  mark(): Promise<Mark>;
  rewind(mark: Mark): Promise<void>;
}

export function rewindingStorage(): RewindingStorage {
  const tables = new Map<string, Table>();
  let sequences = new Map<string, number>();
  let current = memoryStorage();
  /** The mark that the rows are at; null after a write. */
  let held: Mark | null = null;
  const touched = () => {
    held = null;
    return current;
  };

  return {
    storage: {
      ...current,
      schema: {
        plan: (wanted) => current.schema.plan(wanted),
        apply(wanted) {
          for (const table of wanted) tables.set(table.name, table);
          return current.schema.apply(wanted);
        },
      },
      get: (table, keys) => current.get(table, keys),
      find: (table, query) => current.find(table, query),
      count: (table, where) => current.count(table, where),
      aggregate: (table, query) => current.aggregate(table, query),
      search: (table, query) => current.search(table, query),
      commit: (changes) => touched().commit(changes),
      claim: (table, query) => touched().claim(table, query),
      next(sequence, count) {
        sequences.set(sequence, (sequences.get(sequence) ?? 0) + count);
        return touched().next(sequence, count);
      },
      close: () => current.close(),
    },
    async mark() {
      const changes: Change[] = [];
      for (const table of tables.values())
        for (const row of await current.find(table, { limit: 1_000 }))
          changes.push({ kind: "insert", table, row: { ...row } });
      return { rows: changes, sequences: new Map(sequences) };
    },
    async rewind(mark) {
      if (held === mark) return;
      const fresh = memoryStorage();
      await fresh.schema.apply([...tables.values()]);
      await fresh.commit(mark.rows);
      for (const [sequence, count] of mark.sequences) await fresh.next(sequence, count);
      current = fresh;
      sequences = new Map(mark.sequences);
      held = mark;
    },
  };
}
