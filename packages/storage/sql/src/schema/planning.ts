import { type SchemaDrift, type SchemaPlan, SupportError, type Table } from "@heedkit/core";
import { compareTable, type FoundTable } from "./compare.ts";
import { type WantedColumn, type WantedIndex, type WantedTable, wantedTable } from "./wanted.ts";

/** Tables that every SQL storage has beside those of the desk. */
const reserved = ["meta", "sequences"];

/** A database's statements that create tables and their missing parts. */
export interface SchemaWriter {
  /** The table with its comments, without its indexes. */
  createTable(table: WantedTable): readonly string[];
  addColumn(table: WantedTable, column: WantedColumn): readonly string[];
  dropIndex(table: WantedTable, index: string): readonly string[];
  /** `isNew`: the table is made in the same plan and empty. */
  createIndex(table: WantedTable, index: WantedIndex, isNew: boolean): readonly string[];
}

/** The tables in the database's terms. Throws INVALID_CONFIGURATION for one that cannot be. */
export function wantedTables(
  tables: readonly Table[],
  columnTypes: Readonly<Record<string, string>>,
  prefix: string,
): readonly WantedTable[] {
  return tables.map((table) => {
    if (!reserved.includes(table.name)) return wantedTable(table, columnTypes, prefix);
    throw new SupportError("INVALID_CONFIGURATION", `"${table.name}" is reserved for the storage itself.`);
  });
}

/**
 * What is to be done to have one table as wanted. `found` is null where there is none, and "foreign" where something
 * has its name that is no table which Heedkit made.
 */
export function planTable(
  wanted: WantedTable,
  found: FoundTable | "foreign" | null,
  writer: SchemaWriter,
): SchemaPlan {
  if (found === "foreign") {
    const problem = `"${wanted.name}" exists, but is not a table that Heedkit created. Rename it, or use another prefix.`;
    return { steps: [], drift: [{ table: wanted.table, problem }] };
  }
  if (found === null) {
    const indexes = wanted.indexes.flatMap((index) => writer.createIndex(wanted, index, true));
    return { steps: [...writer.createTable(wanted), ...indexes], drift: [] };
  }
  const { addColumns, addIndexes, dropIndexes, drift } = compareTable(wanted, found);
  const columns = addColumns.flatMap((column) => writer.addColumn(wanted, column));
  const indexes = addIndexes.flatMap((index) => writer.createIndex(wanted, index, false));
  const dropped = dropIndexes.flatMap((index) => writer.dropIndex(wanted, index));
  return { steps: [...columns, ...dropped, ...indexes], drift };
}

/** Throws SCHEMA_DRIFT, naming each difference, if a plan has any that it won't touch. */
export function requireNoDrift({ drift }: { readonly drift: readonly SchemaDrift[] }): void {
  if (drift.length === 0) return;
  throw new SupportError("SCHEMA_DRIFT", drift.map(({ problem }) => problem).join("\n"), {
    details: { drift },
  });
}

/** The error for a unique key that cannot be added because of the rows that are there. */
export function contradictedKey(statement: string, cause: unknown): SupportError {
  return new SupportError(
    "SCHEMA_DRIFT",
    `Existing rows violate a new unique key. Correct them and apply again. The statement was: ${statement}`,
    { cause },
  );
}
