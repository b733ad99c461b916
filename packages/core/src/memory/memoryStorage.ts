import { SupportError } from "../errors/index.ts";
import type { Filter, Keyed, Query, SchemaPlan, Storage, Table } from "../ports/index.ts";
import {
  aggregateRows,
  claimable,
  loadRow,
  predicate,
  requireLimit,
  type StoredRow,
  selectRows,
} from "../rows/index.ts";
import { applyAll } from "./applying.ts";
import { MemoryTable } from "./memoryTable.ts";
import { score, wordsOf } from "./words.ts";

/**
 * Stores rows in the memory of this process, for tests and trying things out: nothing is persistent. A table is created
 * on first use, even without `schema.apply`.
 *
 * ```ts
 * const storage = memoryStorage();
 * await storage.commit([{ kind: "insert", table: cases, row }]);
 * ```
 */
export function memoryStorage(): Storage {
  const tables = new Map<string, MemoryTable>();
  const sequences = new Map<string, number>();
  let isClosed = false;

  const requireOpen = () => {
    if (isClosed) throw new SupportError("STOPPED", "The storage is closed. Create a new one.");
  };
  const open = (table: Table): MemoryTable => {
    requireOpen();
    const known = tables.get(table.name);
    if (known?.table === table) return known;
    const made = new MemoryTable(table, known?.all());
    tables.set(table.name, made);
    return made;
  };

  const matching = <Row extends Keyed>(table: Table<Row>, where: Filter<Row> | undefined) => {
    const isMatch = predicate(table, where);
    return [...(open(table).candidates(where) as Iterable<Row & StoredRow>)].filter(isMatch);
  };
  const page = <Row extends Keyed>(table: Table<Row>, query: Query<Row>) =>
    selectRows(table, open(table).candidates(query.where), query);

  const plan = (wanted: readonly Table[]): SchemaPlan => ({
    steps: wanted.filter(({ name }) => !tables.has(name)).map(({ name }) => `create table ${name}`),
    drift: [],
  });

  return {
    specVersion: 1,
    name: "memory",
    capabilities: { search: true, hostTransactions: false, durable: false, shared: false },

    schema: {
      async plan(wanted) {
        requireOpen();
        return plan(wanted);
      },
      async apply(wanted) {
        const planned = plan(wanted);
        wanted.forEach(open);
        return planned;
      },
    },

    async get(table, keys) {
      const rows = open(table);
      const found = new Set(keys.map((key) => rows.get(key)));
      return [...found].flatMap((row) => (row === undefined ? [] : [loadRow(table, row)]));
    },
    async find(table, query) {
      return page(table, query).map((row) => loadRow(table, row));
    },
    async count(table, where) {
      return matching(table, where).length;
    },
    async aggregate(table, query) {
      return aggregateRows(table, matching(table, query.where), query);
    },
    async search(table, { text, where, limit }) {
      requireLimit(limit);
      const { search } = table;
      if (search === undefined)
        throw new SupportError("INVALID_INPUT", `Table "${table.name}" has no searchable fields.`);
      const wanted = wordsOf(text);
      return matching(table, where)
        .map((row) => ({ row, hits: score(textsOf(row, search), wanted) }))
        .filter(({ hits }) => hits > 0)
        .sort((left, right) => right.hits - left.hits || (left.row.id < right.row.id ? -1 : 1))
        .slice(0, limit)
        .map(({ row }) => loadRow(table, row));
    },

    async commit(changes) {
      requireOpen();
      applyAll(changes, open);
    },
    async claim(table, query) {
      const { now, leaseMs } = query;
      const rows = open(table);
      const due = page(table, claimable(table, query));
      return due.map((row) => {
        const taken = { ...row, leasedUntil: now + leaseMs, fence: Number(row.fence) + 1 };
        rows.replace(row, taken);
        return loadRow(table, taken);
      });
    },
    async next(sequence, count) {
      requireOpen();
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
