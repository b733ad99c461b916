import type { Change, ColumnType, Filter, Keyed, Leaf, Storage, Table } from "@heedkit/core";

/** A storage that is wrong in one way, and the concern of the suite that has to notice. */
export interface Mutant {
  readonly title: string;
  readonly concern: string;
  /** The check that has to notice; default: any of the concern. */
  readonly check?: string;
  wrong(inner: Storage): Storage;
}

/** A storage with some functions replaced by wrong ones. */
export function mutant(title: string, concern: string, wrong: (inner: Storage) => Partial<Storage>): Mutant {
  return { title, concern, wrong: (inner) => ({ ...inner, ...wrong(inner) }) };
}

/** A mutant that one check is there for. */
export function noticedBy(check: string, wrong: Mutant): Mutant {
  return { ...wrong, check };
}

/** A storage that misinterprets filters, leaf by leaf. */
export function misfiltering(
  title: string,
  concern: string,
  reading: <Row extends Keyed>(leaf: Leaf<Row>, table: Table<Row>) => Filter<Row>,
): Mutant {
  const read = <Row extends Keyed>(table: Table<Row>, filter: Filter<Row>): Filter<Row> => {
    if ("and" in filter) return { and: filter.and.map((part) => read(table, part)) };
    if ("or" in filter) return { or: filter.or.map((part) => read(table, part)) };
    if ("not" in filter) return { not: read(table, filter.not) };
    return reading(filter, table);
  };
  const inQuery = <Row extends Keyed, Query extends { readonly where?: Filter<Row> }>(
    table: Table<Row>,
    query: Query,
  ): Query => (query.where === undefined ? query : { ...query, where: read(table, query.where) });
  return mutant(title, concern, (inner) => ({
    find: (table, query) => inner.find(table, inQuery(table, query)),
    count: (table, where) => inner.count(table, where === undefined ? where : read(table, where)),
    aggregate: (table, query) => inner.aggregate(table, inQuery(table, query)),
    search: (table, query) => inner.search(table, inQuery(table, query)),
    claim: (table, query) => inner.claim(table, inQuery(table, query)),
  }));
}

/** A storage that stores values other than it was given. */
export function misstoring(
  title: string,
  concern: string,
  store: (value: unknown, type: ColumnType) => unknown,
): Mutant {
  const stored = (table: Table, values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(values).map(([field, value]) => {
        const type = table.columns[field]?.type;
        return [field, type === undefined ? value : store(value, type)];
      }),
    );
  const changed = (change: Change): Change => {
    if (change.kind === "insert") {
      const { tenantId, id, ...values } = change.row;
      return { ...change, row: { ...stored(change.table, values), tenantId, id } };
    }
    if (change.kind === "delete" || change.set === undefined) return change;
    return { ...change, set: stored(change.table, change.set) };
  };
  return mutant(title, concern, (inner) => ({ commit: (changes) => inner.commit(changes.map(changed)) }));
}

/** A storage that returns rows other than it stores. */
export function misloading(
  title: string,
  concern: string,
  load: (row: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Mutant {
  const loaded = <Row extends Keyed>(rows: readonly Row[]): readonly Row[] =>
    rows.map((row) => ({ ...row, ...load(Object.fromEntries(Object.entries(row))) }));
  return mutant(title, concern, (inner) => ({
    get: async (table, keys) => loaded(await inner.get(table, keys)),
    find: async (table, query) => loaded(await inner.find(table, query)),
  }));
}

/** A leaf whose parts are only known at run time; the storage validates it like any external input. */
export function leafOf<Row>(field: string, comparison: Readonly<Record<string, unknown>>): Filter<Row> {
  const leaf: object = { field, ...comparison };
  return leaf as Filter<Row>;
}

/** Gives others a turn, as any answer over a network does. */
export const turn = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
