import type { SchemaDrift, SchemaPlan, Table } from "@heedkit/core";
import {
  contradictedKey,
  planTable,
  requireNoDrift,
  type SchemaWriter,
  sqliteDialect,
  type WantedTable,
  wantedTables,
} from "@heedkit/storage-sql";
import type { Connection } from "../connection.ts";
import { resultCode } from "../failures.ts";
import { baseStatements, requireOurs } from "./format.ts";
import { definitions, foundTable } from "./found.ts";
import { addColumn, createIndex, createTable, fillSearch, searchStatements } from "./statements.ts";

const writer: SchemaWriter = {
  createTable: (table) => [createTable(table)],
  addColumn: (table, column) => [addColumn(table, column)],
  dropIndex: (_table, index) => [`drop index "${index}"`],
  createIndex: (table, index) => [createIndex(table, index)],
};

/** The steps that bring the tables to the wanted state. The steps are the statements themselves. */
export function planSchema(connection: Connection, tables: readonly Table[], prefix: string): SchemaPlan {
  requireOurs(connection, prefix);
  const known = definitions(connection);
  const steps: string[] = [];
  const drift: SchemaDrift[] = [];
  for (const { name, sql } of baseStatements(prefix)) if (!known.has(name)) steps.push(sql);

  for (const wanted of wantedTables(tables, sqliteDialect.columnTypes, prefix)) {
    const found = findTable(connection, known, wanted.name);
    const plan = planTable(wanted, found, writer);
    drift.push(...plan.drift);
    steps.push(...plan.steps);
    if (found !== "foreign") steps.push(...searchSteps(wanted, known));
  }
  return { steps, drift };
}

function findTable(connection: Connection, known: ReadonlyMap<string, string>, name: string) {
  const definition = known.get(name);
  if (definition === undefined) return null;
  const isOurs = /^create table/i.test(definition) && /\b_row integer primary key/i.test(definition);
  return isOurs ? foundTable(connection, name) : "foreign";
}

// The search index only holds derived data: if it is not as wanted, it is created again from the rows.
function searchSteps(wanted: WantedTable, known: ReadonlyMap<string, string>): readonly string[] {
  const statements = [...searchStatements(wanted)];
  // SQLite writes "CREATE TABLE" and the like in capitals, whatever it was given.
  const isThere = ([name, sql]: readonly [string, string]) => known.get(name)?.toLowerCase() === sql;
  if (statements.every(isThere)) return [];
  const drops = statements
    .filter(([name]) => known.has(name))
    .map(([name, sql]) => `drop ${sql.startsWith("create trigger") ? "trigger" : "table"} "${name}"`);
  return [...drops.reverse(), ...statements.map(([, sql]) => sql), ...fillSearch(wanted)];
}

/** Carries the plan out. For use inside a write transaction. Throws SCHEMA_DRIFT, and then nothing is done. */
export function applySchema(connection: Connection, tables: readonly Table[], prefix: string): SchemaPlan {
  const plan = planSchema(connection, tables, prefix);
  requireNoDrift(plan);
  for (const step of plan.steps) {
    try {
      connection.execute(step);
    } catch (error) {
      if (((resultCode(error) ?? 0) & 0xff) !== 19) throw error;
      throw contradictedKey(step, error);
    }
  }
  return plan;
}
