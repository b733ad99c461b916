import { type SchemaDrift, type SchemaPlan, SupportError, type Table } from "@heedkit/core";
import { compareTable, sqliteDialect, type WantedTable, wantedTable } from "@heedkit/storage-sql";
import type { Connection } from "../connection.ts";
import { resultCode } from "../failures.ts";
import { baseStatements, requireOurs } from "./format.ts";
import { definitions, foundTable } from "./found.ts";
import { addColumn, createIndex, createTable, fillSearch, searchStatements } from "./statements.ts";

const reserved = ["meta", "sequences"];

/** What is to be done to have the tables as wanted. The steps are the statements themselves. */
export function planSchema(connection: Connection, tables: readonly Table[], prefix: string): SchemaPlan {
  requireOurs(connection, prefix);
  const known = definitions(connection);
  const steps: string[] = [];
  const drift: SchemaDrift[] = [];
  for (const { name, sql } of baseStatements(prefix)) if (!known.has(name)) steps.push(sql);

  for (const table of tables) {
    if (reserved.includes(table.name))
      throw new SupportError("INVALID_CONFIGURATION", `"${table.name}" is a table of the storage itself.`);
    const wanted = wantedTable(table, sqliteDialect.columnTypes, prefix);
    const definition = known.get(wanted.name);
    if (definition === undefined) {
      steps.push(createTable(wanted), ...wanted.indexes.map((index) => createIndex(wanted, index)));
    } else if (!/^create table/i.test(definition) || !/\b_row integer primary key/i.test(definition)) {
      const problem = `"${wanted.name}" is there, but is no table that Heedkit made. Rename it, or give another prefix.`;
      drift.push({ table: table.name, problem });
      continue;
    } else {
      const difference = compareTable(wanted, foundTable(connection, wanted.name));
      drift.push(...difference.drift);
      steps.push(
        ...difference.addColumns.map((column) => addColumn(wanted, column)),
        ...difference.addIndexes.map((index) => createIndex(wanted, index)),
      );
    }
    steps.push(...searchSteps(wanted, known));
  }
  return { steps, drift };
}

// The search index holds nothing of its own: where it is not as wanted it is made anew from the rows.
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
  if (plan.drift.length > 0)
    throw new SupportError("SCHEMA_DRIFT", plan.drift.map(({ problem }) => problem).join("\n"), {
      details: { drift: plan.drift },
    });
  for (const step of plan.steps) {
    try {
      connection.execute(step);
    } catch (error) {
      if (((resultCode(error) ?? 0) & 0xff) !== 19) throw error;
      throw new SupportError(
        "SCHEMA_DRIFT",
        `Rows that are there contradict a new unique key. Correct them and apply again. The statement was: ${step}`,
        { cause: error },
      );
    }
  }
  return plan;
}
