import type { SchemaDrift } from "@heedkit/core";
import type { WantedColumn, WantedIndex, WantedTable } from "./wanted.ts";

/** A table as an adapter found it in the database, types spelled as {@link WantedColumn} spells them. */
export interface FoundTable {
  readonly columns: readonly FoundColumn[];
  readonly primaryKey: readonly string[];
  /** Indexes by name. */
  readonly indexes: ReadonlyMap<string, Omit<WantedIndex, "name">>;
}

export interface FoundColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** Whether the database fills it by itself: it has a default or is generated. */
  readonly isFilled: boolean;
}

/** What to change in an existing table, and what can't be changed. */
export interface Difference {
  readonly addColumns: readonly WantedColumn[];
  readonly addIndexes: readonly WantedIndex[];
  /** Names of indexes of earlier versions. */
  readonly dropIndexes: readonly string[];
  readonly drift: readonly SchemaDrift[];
}

/** Compares a table with the one there is. Only nullable columns and indexes can be added, and only indexes dropped. */
export function compareTable(wanted: WantedTable, found: FoundTable): Difference {
  const { table, name } = wanted;
  const drift: SchemaDrift[] = [];
  const columns = new Map(found.columns.map((column) => [column.name, column]));

  const missing = wanted.columns.filter((column) => !columns.has(column.name));
  for (const { name: column, nullable, type } of missing) {
    if (nullable) continue;
    const problem = `Column "${name}.${column}" (${type} not null) is missing, and existing rows would have no value for it. Add it and fill it in manually.`;
    drift.push({ table, column, problem });
  }
  for (const column of wanted.columns) {
    const there = columns.get(column.name);
    if (there !== undefined) drift.push(...columnDrift(wanted, column, there));
  }
  const known = new Set(wanted.columns.map((column) => column.name));
  for (const { name: column, nullable, isFilled } of found.columns) {
    if (known.has(column) || nullable || isFilled) continue;
    const problem = `Column "${name}.${column}" is unknown and required, so no row can be inserted. Give it a default or drop it.`;
    drift.push({ table, column, problem });
  }
  if (found.primaryKey.join() !== wanted.primaryKey.join()) {
    const key = found.primaryKey.length === 0 ? "missing" : `(${found.primaryKey.join(", ")})`;
    const problem = `The primary key of "${name}" is ${key}, not (${wanted.primaryKey.join(", ")}). Create the table again and copy its rows.`;
    drift.push({ table, problem });
  }
  for (const index of wanted.indexes) drift.push(...indexDrift(wanted, index, found));

  return {
    addColumns: missing.filter(({ nullable }) => nullable),
    addIndexes: wanted.indexes.filter((index) => !found.indexes.has(index.name)),
    dropIndexes: wanted.retired.filter((index) => found.indexes.has(index)),
    drift,
  };
}

function columnDrift(
  { table, name }: WantedTable,
  wanted: WantedColumn,
  found: FoundColumn,
): readonly SchemaDrift[] {
  const column = wanted.name;
  const drift: SchemaDrift[] = [];
  if (found.type !== wanted.type)
    drift.push({
      table,
      column,
      problem: `Column "${name}.${column}" is of type ${found.type || "(none)"}, not ${wanted.type}. Convert it manually.`,
    });
  if (found.nullable !== wanted.nullable)
    drift.push({
      table,
      column,
      problem: found.nullable
        ? `Column "${name}.${column}" is nullable, but must not be. Fill its nulls and make it not null.`
        : `Column "${name}.${column}" is not nullable, but should be. Drop its "not null".`,
    });
  return drift;
}

function indexDrift(
  { table, name }: WantedTable,
  wanted: WantedIndex,
  found: FoundTable,
): readonly SchemaDrift[] {
  const there = found.indexes.get(wanted.name);
  if (there === undefined || indexText(there) === indexText(wanted)) return [];
  const problem = `Index "${wanted.name}" of "${name}" is ${indexText(there)}, not ${indexText(wanted)}. Drop it, and it will be created again.`;
  return [{ table, problem }];
}

function indexText({ columns, unique, sparse }: Omit<WantedIndex, "name">): string {
  const where = sparse === null ? "" : ` where ${sparse} is not null`;
  return `${unique ? "unique " : ""}(${columns.join(", ")})${where}`;
}
