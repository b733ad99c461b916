import type { Storage } from "@heedkit/core";
import type { SqlTables } from "../sqlTable.ts";
import type { Bound } from "../statement.ts";

/** Rows of a statement, each as an array of its columns in the order they were selected. */
export type Rows = readonly (readonly unknown[])[];

/** How an adapter runs the statements of reads. */
export interface Reader<Value> {
  readonly tables: SqlTables<Value>;
  /** Throws STOPPED when the storage is closed; called before anything else. */
  requireOpen(): void;
  rows(bound: Bound<Value | null>): Promise<Rows>;
}

/** The reads of a storage: statements from the tables, rows from the reader. */
export function readsOn<Value>({
  tables,
  requireOpen,
  rows,
}: Reader<Value>): Pick<Storage, "get" | "find" | "count" | "aggregate" | "search"> {
  return {
    async get(table, keys) {
      requireOpen();
      const compiled = tables.of(table);
      const found = await Promise.all(compiled.get(keys).map((bound) => rows(bound)));
      return found.flatMap((some) => some.map((values) => compiled.decode(values)));
    },
    async find(table, query) {
      requireOpen();
      const compiled = tables.of(table);
      return (await rows(compiled.find(query))).map((values) => compiled.decode(values));
    },
    async count(table, where) {
      requireOpen();
      const [row] = await rows(tables.of(table).count(where));
      return Number(row?.[0]);
    },
    async aggregate(table, query) {
      requireOpen();
      const compiled = tables.of(table);
      const found = await rows(compiled.aggregate(query));
      return found.map((values) => compiled.decodeAggregate(query, values));
    },
    async search(table, query) {
      requireOpen();
      const compiled = tables.of(table);
      const bound = compiled.search(query);
      return bound === null ? [] : (await rows(bound)).map((values) => compiled.decode(values));
    },
  };
}
