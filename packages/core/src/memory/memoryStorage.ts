import { SupportError } from "../errors/index.ts";
import type { Storage } from "../ports/index.ts";
import { loadRow, requireLimit, type StoredRow } from "../rows/index.ts";
import { MemoryTables } from "./memoryTables.ts";
import { score, wordsOf } from "./words.ts";

/**
 * Stores rows in the memory of this process, for tests and trying things out: nothing is persistent. Otherwise it is as
 * strict as a database: tables are created by `schema.apply`, and a table that wasn't is refused.
 *
 * ```ts
 * const storage = memoryStorage();
 * await storage.schema.apply([cases]);
 * await storage.commit([{ kind: "insert", table: cases, row }]);
 * ```
 */
export function memoryStorage(): Storage {
  const tables = new MemoryTables();
  const sequences = new Map<string, number>();
  let isClosed = false;

  /** The tables, unless the storage is closed. */
  const open = (): MemoryTables => {
    if (isClosed) throw new SupportError("STOPPED", "The storage is closed. Create a new one.");
    return tables;
  };

  return {
    specVersion: 1,
    name: "memory",
    capabilities: { search: true, hostTransactions: false, durable: false, shared: false },

    schema: {
      plan: async (wanted) => open().plan(wanted),
      async apply(wanted) {
        const plan = open().plan(wanted);
        tables.define(tables.merged(wanted));
        return plan;
      },
    },

    get: async (table, keys) => open().get(table, keys),
    find: async (table, query) => open().find(table, query),
    count: async (table, where) => open().count(table, where),
    aggregate: async (table, query) => open().aggregate(table, query),
    async search(table, { text, where, limit }) {
      requireLimit(limit);
      const { search } = table;
      if (search === undefined)
        throw new SupportError("INVALID_INPUT", `Table "${table.name}" has no searchable fields.`);
      const wanted = wordsOf(text);
      return open()
        .matching(table, where)
        .map((row) => ({ row, hits: score(textsOf(row, search), wanted) }))
        .filter(({ hits }) => hits > 0)
        .sort((left, right) => right.hits - left.hits || (left.row.id < right.row.id ? -1 : 1))
        .slice(0, limit)
        .map(({ row }) => loadRow(table, row));
    },

    async commit(changes) {
      open().apply(changes);
    },
    async claim(table, query) {
      const { rows } = open().apply(tables.claiming(table, query));
      return rows.flatMap(({ after }) => (after === undefined ? [] : [loadRow(table, after)]));
    },
    async next(sequence, count) {
      open();
      if (!Number.isSafeInteger(count) || count < 1)
        throw new SupportError("INVALID_INPUT", `Reserve at least one number, not ${count}.`);
      const first = sequences.get(sequence) ?? 1;
      sequences.set(sequence, first + count);
      return first;
    },

    within() {
      throw new SupportError("UNSUPPORTED", "Memory storage can't take part in a host transaction.");
    },
    async close() {
      isClosed = true;
      tables.clear();
      sequences.clear();
    },
  };
}

function textsOf(row: StoredRow, fields: readonly string[]): readonly string[] {
  return fields.map((field) => row[field]).filter((value) => typeof value === "string");
}
