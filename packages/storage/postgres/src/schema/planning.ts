import type { SchemaDrift, SchemaPlan, Table } from "@heedkit/core";
import {
  planTable,
  postgresDialect,
  type SchemaWriter,
  type WantedTable,
  wantedTables,
} from "@heedkit/storage-sql";
import type { Session } from "../drivers/driver.ts";
import type { PostgresSettings } from "../options.ts";
import { baseStatements, requireOurs } from "./format.ts";
import { type FoundPostgresTable, foundTables, premisesOf } from "./found.ts";
import { addSearch, searchedColumns, searchFunctions } from "./search.ts";
import { addColumn, createIndex, createTable, longName } from "./statements.ts";

/** Statements that belong together. */
export interface SchemaStep {
  readonly statements: readonly string[];
  /** An index that is made beside running writes, and therefore outside of the transaction; its name. */
  readonly online: readonly string[];
}

export interface DetailedPlan extends SchemaPlan {
  readonly work: readonly SchemaStep[];
}

/** The steps that bring the tables to the wanted state. The steps are the statements themselves. */
export async function planSchema(
  session: Session,
  tables: readonly Table[],
  settings: PostgresSettings,
): Promise<DetailedPlan> {
  const { schema, prefix } = settings;
  const wanted = wantedTables(tables, postgresDialect.columnTypes, prefix);
  const premises = await premisesOf(session, schema, prefix);
  await requireOurs(session, premises, settings);

  const work: SchemaStep[] = [];
  const drift: SchemaDrift[] = [];
  const add = (...statements: readonly string[]) => work.push({ statements, online: [] });
  if (!premises.hasSchema) add(`create schema if not exists "${schema}"`);
  for (const { name, sql } of baseStatements(settings)) if (!premises.relations.has(name)) add(...sql);
  if (wanted.some(({ search }) => search.length > 0))
    for (const { name, body, sql } of await searchFunctions(session, settings))
      if (premises.functions.get(name) !== body) add(sql);

  const there = await foundTables(session, schema, prefix);
  for (const table of wanted) {
    const isForeign = premises.relations.get(table.name) === "foreign";
    const found = isForeign ? "foreign" : (there.get(table.name) ?? null);
    const plan = planTable(table, found, writerOf(settings, found, session.isTransaction));
    drift.push(...plan.drift);
    if (found === "foreign") continue;
    work.push(...plan.steps.map(readStep));
    for (const statements of searchSteps(settings, table, found)) add(...statements);
  }
  return { steps: work.map(({ statements }) => statements.join(";\n")), drift, work };
}

const separator = ";\n";
const onlineMark = "create index concurrently ";
const onlineUniqueMark = "create unique index concurrently ";

// `planTable` handles steps as texts: the statements of a step are joined, then split again.
function readStep(text: string): SchemaStep {
  const statements = text.split(separator);
  const online = statements
    .filter((statement) => statement.startsWith(onlineMark) || statement.startsWith(onlineUniqueMark))
    .map((statement) => /"([^"]+)"/.exec(statement)?.[1] ?? "");
  return { statements, online };
}

function writerOf(
  { schema, transactionPooler }: PostgresSettings,
  found: FoundPostgresTable | "foreign" | null,
  isTransaction: boolean,
): SchemaWriter {
  const there = found === null || found === "foreign" ? null : found;
  const isThere = (index: string) => there?.indexNames.has(index) ?? false;
  const isBroken = (index: string) => there?.invalidIndexes.includes(index) ?? false;
  return {
    createTable: (table) => [createTable(schema, table).join(separator)],
    addColumn: (table, column) => [addColumn(schema, table, column).join(separator)],
    dropIndex: (_table, index) => [
      [index, longName(index)].map((name) => `drop index if exists "${schema}"."${name}"`).join(separator),
    ],
    createIndex(table, index, isNew) {
      const how = isNew || isTransaction || transactionPooler ? "" : "concurrently ";
      const dropped = [index.name, longName(index.name)]
        .filter(isBroken)
        .map((name) => `drop index if exists "${schema}"."${name}"`);
      const made = createIndex(schema, table, index, how).filter(
        (statement) => !isThere(/"([^"]+)"/.exec(statement)?.[1] ?? ""),
      );
      return [[...dropped, ...made].join(separator)];
    },
  };
}

// The hidden column only holds derived data: if it is not as wanted, it is created again from the rows.
function searchSteps(
  settings: PostgresSettings,
  wanted: WantedTable,
  found: FoundPostgresTable | null,
): readonly (readonly string[])[] {
  const table = `"${settings.schema}"."${wanted.name}"`;
  const expression = found?.searchExpression ?? null;
  const searched = expression === null ? [] : searchedColumns(expression);
  const hasIndex = found?.indexNames.has(`${wanted.name}_search`) ?? false;
  const isAsWanted = searched.join() === wanted.search.join() && (hasIndex || wanted.search.length === 0);
  if (isAsWanted) return [];
  const drop = expression === null ? [] : [`alter table ${table} drop column search_words`];
  const make = wanted.search.length === 0 ? [] : addSearch(settings, wanted);
  return [[...drop, ...make]];
}
