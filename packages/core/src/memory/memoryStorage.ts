import { SupportError } from "../errors/index.ts";
import type {
  Claimable,
  ClaimQuery,
  Filter,
  Keyed,
  Query,
  SchemaPlan,
  Storage,
  Table,
} from "../ports/index.ts";
import {
  compareRows,
  compareTuples,
  predicate,
  requireCursor,
  requireLimit,
  requireScalar,
  totalOrder,
} from "../rows/index.ts";
import { aggregate } from "./aggregating.ts";
import { applyAll } from "./applying.ts";
import { loadRow, type StoredRow } from "./copying.ts";
import { first } from "./first.ts";
import { MemoryTable } from "./memoryTable.ts";
import { score, wordsOf } from "./words.ts";

/**
 * Keeps rows in the memory of this process, for tests and for trying things out: nothing survives it. A table is
 * made when it is first used, also without `schema.apply`.
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
    if (isClosed) throw new SupportError("STOPPED", "The storage is closed: open another to go on.");
  };
  const open = (table: Table): MemoryTable => {
    requireOpen();
    const known = tables.get(table.name);
    if (known?.table === table) return known;
    const made = new MemoryTable(table);
    for (const row of known?.all() ?? []) made.replace(undefined, row);
    tables.set(table.name, made);
    return made;
  };

  const matching = <Row extends Keyed>(table: Table<Row>, where: Filter<Row> | undefined) => {
    const isMatch = predicate(table, where);
    return [...(open(table).candidates(where) as Iterable<Row & StoredRow>)].filter(isMatch);
  };
  const ordered = <Row extends Keyed>(
    table: Table<Row>,
    { where, orderBy, after, limit }: Query<Row>,
  ): readonly StoredRow[] => {
    requireLimit(limit);
    const order = totalOrder(orderBy);
    for (const { field } of order) requireScalar(table, field);
    if (after !== undefined) requireCursor(table, order, after);
    const rows = matching(table, where);
    const isLater = (row: StoredRow) =>
      after === undefined || compareTuples(order, tuple(row, order), after) > 0;
    return first(rows.filter(isLater), limit, compareRows(order));
  };

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
      return ordered(table, query).map((row) => loadRow(table, row));
    },
    async count(table, where) {
      return matching(table, where).length;
    },
    async aggregate(table, query) {
      return aggregate(table, matching(table, query.where), query);
    },
    async search(table, { text, where, limit }) {
      requireLimit(limit);
      const { search } = table;
      if (search === undefined)
        throw new SupportError("INVALID_INPUT", `Table "${table.name}" has no fields to search.`);
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
    async claim(table, { where, orderBy, limit, now, leaseMs }) {
      const rows = open(table);
      const due = ordered(table, {
        where: claimable(table, where, now),
        orderBy: orderBy ?? [{ field: "dueAt" }],
        limit,
      });
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
      throw new SupportError("UNSUPPORTED", "Memory storage cannot take part in a transaction of the host.");
    },
    async close() {
      isClosed = true;
      tables.clear();
      sequences.clear();
    },
  };
}

function tuple(row: StoredRow, order: readonly { readonly field: string }[]) {
  return order.map(({ field }) => row[field] as string | number | boolean | null);
}

function textsOf(row: StoredRow, fields: readonly string[]): readonly string[] {
  return fields.map((field) => row[field]).filter((value) => typeof value === "string");
}

function claimable<Row extends Claimable>(
  table: Table<Row>,
  where: ClaimQuery<Row>["where"],
  now: number,
): Filter<Row> {
  for (const field of ["dueAt", "leasedUntil", "fence"]) requireScalar(table, field);
  const free: Filter<Claimable> = {
    and: [
      { field: "dueAt", atMost: now },
      {
        or: [
          { field: "leasedUntil", is: null },
          { field: "leasedUntil", atMost: now },
        ],
      },
    ],
  };
  return where === undefined ? (free as Filter<Row>) : { and: [where, free as Filter<Row>] };
}
