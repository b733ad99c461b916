import { SupportError } from "../errors/index.ts";
import type {
  AggregateQuery,
  AggregateRow,
  Change,
  Claimable,
  ClaimQuery,
  Filter,
  Keyed,
  Query,
  SchemaPlan,
  Table,
} from "../ports/index.ts";
import {
  aggregateRows,
  claimable,
  loadRow,
  planTables,
  predicate,
  type StoredRow,
  selectRows,
} from "../rows/index.ts";
import { type Applied, applyAll } from "./applying.ts";
import { MemoryTable } from "./memoryTable.ts";

/**
 * The tables of a storage that keeps its rows, or a copy of them, in the process: schema, reads, and commits that can be
 * undone. As strict as a database about tables and fields that it doesn't know. Everything is synchronous, so an adapter
 * decides what a caller waits for.
 */
export class MemoryTables {
  readonly #tables = new Map<string, MemoryTable>();
  /** Tables as callers pass them, each compared once with the one of its name. */
  #compared = new WeakSet<Table>();

  /** What is to be done until the tables are as wanted. Changes nothing. */
  plan(wanted: readonly Table[]): SchemaPlan {
    return planTables(new Map([...this.#tables].map(([name, { table }]) => [name, table])), wanted);
  }

  /**
   * The wanted tables with the columns and keys that they have already: what a store with its own copy of the tables
   * saves. Changes nothing. Throws SCHEMA_DRIFT for a difference that can't be made up for, and for rows that violate a
   * new unique key.
   */
  merged(wanted: readonly Table[]): readonly Table[] {
    const { drift } = this.plan(wanted);
    if (drift.length > 0)
      throw new SupportError("SCHEMA_DRIFT", drift.map(({ problem }) => problem).join("\n"), {
        details: { drift },
      });
    return wanted.map((table) => this.#withRows(table).table);
  }

  /** Creates tables from `merged`, with the rows that they have already. */
  define(merged: readonly Table[]): void {
    for (const table of merged) this.#tables.set(table.name, this.#withRows(table));
    this.#compared = new WeakSet();
  }

  /** The rows of a table. Throws SCHEMA_DRIFT for a table, or a column of it, that was never defined. */
  open(table: Table): MemoryTable {
    const known = this.#tables.get(table.name);
    if (known === undefined) throw unknown(`There is no table "${table.name}".`);
    if (known.table === table || this.#compared.has(table)) return known;
    for (const [field, { type }] of Object.entries(table.columns))
      if (known.table.columns[field]?.type !== type)
        throw unknown(`Table "${table.name}" has no column "${field}" that holds ${type}.`);
    this.#compared.add(table);
    return known;
  }

  get<Row extends Keyed>(table: Table<Row>, keys: readonly Keyed[]): readonly Row[] {
    const rows = this.open(table);
    const found = new Set(keys.map((key) => rows.get(key)));
    return [...found].flatMap((row) => (row === undefined ? [] : [loadRow(table, row)]));
  }

  find<Row extends Keyed>(table: Table<Row>, query: Query<Row>): readonly Row[] {
    return this.#page(table, query).map((row) => loadRow(table, row));
  }

  count<Row extends Keyed>(table: Table<Row>, where?: Filter<Row>): number {
    return this.matching(table, where).length;
  }

  aggregate<Row extends Keyed>(table: Table<Row>, query: AggregateQuery<Row>): readonly AggregateRow[] {
    return aggregateRows(table, this.matching(table, query.where), query);
  }

  /** Every row that passes a filter, as it is stored. */
  matching<Row extends Keyed>(
    table: Table<Row>,
    where: Filter<Row> | undefined,
  ): readonly (Row & StoredRow)[] {
    // Rows of the table have its type, which the store can't know.
    const candidates = this.open(table).candidates(where) as Iterable<Row & StoredRow>;
    return [...candidates].filter(predicate(table, where));
  }

  /** Applies all changes in order, or none. Throws ConflictError for the first that could not be applied. */
  apply(changes: readonly Change[]): Applied {
    return applyAll(changes, (table) => this.open(table));
  }

  /** The changes that claim due rows, for `apply`. */
  claiming<Row extends Claimable>(table: Table<Row>, query: ClaimQuery<Row>): readonly Change[] {
    const set = { leasedUntil: query.now + query.leaseMs };
    return this.#page(table, claimable(table, query)).map(({ tenantId, id }) => ({
      kind: "update",
      table,
      key: { tenantId, id },
      set,
      increment: { fence: 1 },
    }));
  }

  /** Puts a row in place of another, as `Applied` lists them: for a store that replays what it has persisted. */
  replace({ table, before, after }: Applied["rows"][number]): void {
    const rows = this.#tables.get(table);
    if (rows === undefined) throw unknown(`There is no table "${table}".`);
    rows.replace(before === undefined ? undefined : rows.get(before), after);
  }

  clear(): void {
    this.#tables.clear();
    this.#compared = new WeakSet();
  }

  #page<Row extends Keyed>(table: Table<Row>, query: Query<Row>): readonly StoredRow[] {
    return selectRows(table, this.open(table).candidates(query.where), query);
  }

  #withRows(wanted: Table): MemoryTable {
    const found = this.#tables.get(wanted.name);
    if (found?.table === wanted) return found;
    if (found === undefined) return new MemoryTable(wanted);
    const { retired = [] } = wanted;
    const also = <Key extends { readonly name: string }>(keys: readonly Key[], known: readonly Key[]) => [
      ...keys,
      ...known.filter(({ name }) => !keys.some((key) => key.name === name) && ![...retired].includes(name)),
    ];
    const table = {
      ...wanted,
      columns: { ...found.table.columns, ...wanted.columns },
      unique: also(wanted.unique, found.table.unique),
      indexes: also(wanted.indexes, found.table.indexes),
    };
    const made = new MemoryTable(table);
    const empty = Object.fromEntries(Object.keys(table.columns).map((field) => [field, null]));
    for (const row of found.all()) {
      const full = { ...empty, ...row };
      const taken = made.collision(full);
      if (taken !== undefined)
        throw new SupportError(
          "SCHEMA_DRIFT",
          `Rows of "${table.name}" have the same values of the new unique key "${taken}". Correct them and apply again.`,
        );
      made.replace(undefined, full);
    }
    return made;
  }
}

function unknown(what: string): SupportError {
  return new SupportError("SCHEMA_DRIFT", `${what} Call schema.apply with the tables of this version first.`);
}
