import type { Table } from "@heedkit/core";
import { checkTable, requireColumn, SupportError } from "@heedkit/core";
import { columnNames, prefixed, snakeCased } from "../names.ts";

export interface WantedColumn {
  readonly name: string;
  /** As it is declared in the database. */
  readonly type: string;
  readonly nullable: boolean;
  readonly comment: string | null;
}

export interface WantedIndex {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
  /** Rows with null in this column are left out. */
  readonly sparse: string | null;
}

/** A table as it should be in the database. */
export interface WantedTable {
  /** Name in the desk, for messages. */
  readonly table: string;
  readonly name: string;
  readonly comment: string;
  readonly columns: readonly WantedColumn[];
  readonly primaryKey: readonly string[];
  readonly indexes: readonly WantedIndex[];
  /** Names of indexes that earlier versions made. */
  readonly retired: readonly string[];
  /** The searched columns; empty if the table has no search. */
  readonly search: readonly string[];
}

/** The table in the database's terms. Throws INVALID_CONFIGURATION for one that contradicts itself. */
export function wantedTable(
  table: Table,
  columnTypes: Readonly<Record<string, string>>,
  prefix: string,
): WantedTable {
  const name = prefixed(prefix, snakeCased(table.name));
  checkTable(table);
  const names = columnNames(table);
  const columnsOf = (fields: readonly string[]) => fields.map((field) => names.get(field) ?? field);
  const indexName = (key: string) => prefixed(`${name}_`, snakeCased(key));
  const unique = table.unique.map((key) => ({
    name: indexName(key.name),
    columns: columnsOf(key.fields),
    unique: true,
    sparse: null,
  }));
  const plain = table.indexes.map((index) => {
    const columns = columnsOf(index.fields);
    return {
      name: indexName(index.name),
      // With `id` as the last key the index gives rows in the total order of a query.
      columns: columns.includes("id") ? columns : [...columns, "id"],
      unique: false,
      sparse: index.sparse ? (columns[0] ?? null) : null,
    };
  });
  return {
    table: table.name,
    name,
    comment: table.comment,
    columns: [...names].map(([field, column]) => {
      const { type, nullable, comment } = requireColumn(table, field);
      return { name: column, type: columnTypes[type] ?? type, nullable, comment: comment ?? null };
    }),
    primaryKey: columnsOf(["tenantId", "id"]),
    indexes: distinct(table.name, [...unique, ...plain]),
    retired: (table.retired ?? []).map(indexName),
    search: columnsOf(table.search ?? []),
  };
}

function distinct(table: string, indexes: readonly WantedIndex[]): readonly WantedIndex[] {
  const twice = indexes.find(({ name }, at) => indexes.findIndex((other) => other.name === name) !== at);
  if (twice === undefined) return indexes;
  throw new SupportError(
    "INVALID_CONFIGURATION",
    `Table "${table}" has two indexes that would be named "${twice.name}".`,
  );
}
