import { type SchemaDrift, type SchemaPlan, SupportError, type Table } from "@heedkit/core";
import {
  contradictedKey,
  mysqlDialect,
  planTable,
  requireNoDrift,
  type SchemaWriter,
  wantedTables,
} from "@heedkit/storage-sql";
import type { Server } from "../connecting/server.ts";
import type { Session } from "../connecting/session.ts";
import { violatedIndex } from "../failures.ts";
import { fillWords } from "./filling.ts";
import { findTables, type MysqlFound } from "./found.ts";
import { layoutOf, type MysqlTable } from "./layout.ts";
import { withSchemaLock } from "./locking.ts";
import { baseStatements, readFormat, requireOurs } from "./ownership.ts";
import {
  addColumn,
  addIndex,
  addSearch,
  addWords,
  createTable,
  dropIndex,
  dropSearch,
} from "./statements.ts";

/** A statement, or words for what takes several; and how to do it. */
interface Step {
  readonly text: string;
  run(session: Session): Promise<unknown>;
}

interface Plan {
  readonly steps: readonly Step[];
  readonly drift: readonly SchemaDrift[];
}

/** The steps that bring the tables to the wanted state. */
export async function planSchema(
  session: Session,
  server: Server,
  tables: readonly Table[],
  prefix: string,
): Promise<SchemaPlan> {
  return described(await planned(session, server, tables, prefix));
}

/**
 * Carries the plan out; one process at a time, the others wait. Statements that change tables are no transaction in
 * MySQL: interrupted, it goes on from where it was when it is called again. Throws SCHEMA_DRIFT, and then nothing is
 * done.
 */
export async function applySchema(
  session: Session,
  server: Server,
  tables: readonly Table[],
  prefix: string,
): Promise<SchemaPlan> {
  return withSchemaLock(session, server, prefix, async () => {
    const plan = await planned(session, server, tables, prefix);
    requireNoDrift(plan);
    for (const step of plan.steps)
      await step.run(session).catch((error: unknown) => {
        throw violatedIndex(error) === undefined ? error : contradictedKey(step.text, error);
      });
    return described(plan);
  });
}

async function planned(
  session: Session,
  server: Server,
  tables: readonly Table[],
  prefix: string,
): Promise<Plan> {
  await requireOurs(session, prefix);
  const known = await findTables(session, server, prefix);
  const format = known.has(`${prefix}meta`) ? await readFormat(session, prefix) : undefined;
  const steps = baseStatements(prefix, [...known.keys()], format, server.collation).map(statement);
  const drift: SchemaDrift[] = [];
  for (const wanted of wantedTables(tables, mysqlDialect.columnTypes, prefix)) {
    const plan = planOne(layoutOf(wanted), known.get(wanted.name), server);
    steps.push(...plan.steps);
    drift.push(...plan.drift);
  }
  return { steps, drift };
}

function planOne(wanted: MysqlTable, found: MysqlFound | undefined, server: Server): Plan {
  if (wanted.words.size > 0) requireShortTokens(server);
  const isForeign = found !== undefined && !found.names.has("tenant_id");
  const writer: SchemaWriter = {
    createTable: () => [createTable(wanted, server)],
    addColumn: (_table, column) => [addColumn(wanted, column, server)],
    dropIndex: (_table, index) => [dropIndex(wanted, index)],
    createIndex: (_table, index, isNew) =>
      isNew ? [] : [addIndex(wanted, index, found?.names ?? new Set())],
  };
  const plan = planTable(asFarAsFound(wanted, found), isForeign ? "foreign" : (found ?? null), writer);
  if (found === undefined || isForeign) return { steps: plan.steps.map(statement), drift: plan.drift };
  const problem = `Table "${wanted.name}" uses the engine ${found.engine}, which has no transactions. Convert it to InnoDB.`;
  const engine = found.engine === "InnoDB" ? [] : [{ table: wanted.table, problem }];
  return {
    steps: [...plan.steps.map(statement), ...searchSteps(wanted, found)],
    drift: [...plan.drift, ...engine],
  };
}

/** A column with another type is named once, not again for each index over its prefix. */
function asFarAsFound(wanted: MysqlTable, found: MysqlFound | undefined): MysqlTable {
  const types = new Map(found?.columns.map(({ name, type }) => [name, type]));
  const others = wanted.columns.filter(({ name, type }) => (types.get(name) ?? type) !== type);
  const plain = (part: string) =>
    others.some(({ name }) => part.startsWith(`${name}(`)) ? part.replace(/\(.*/, "") : part;
  const indexes = wanted.indexes.map((index) => ({ ...index, columns: index.columns.map(plain) }));
  return others.length === 0 ? wanted : { ...wanted, indexes };
}

/** The index is created last: if it exists, so do the words. */
function searchSteps(wanted: MysqlTable, found: MysqlFound): readonly Step[] {
  if (wanted.words.size === 0) return [];
  const there = found.searches.get(`${wanted.name}_search`);
  if (there?.join() === [...wanted.words.values()].join()) return [];
  return [
    ...(there === undefined ? [] : [statement(dropSearch(wanted))]),
    ...addWords(wanted, found.names).map(statement),
    {
      text: `-- fill in the search words of the rows in ${wanted.name}`,
      run: (session) => fillWords(session, wanted),
    },
    statement(addSearch(wanted)),
  ];
}

function requireShortTokens({ shortestToken }: Server): void {
  if (shortestToken <= 3) return;
  throw new SupportError(
    "INVALID_CONFIGURATION",
    `Search requires words of 3 characters, but innodb_ft_min_token_size is ${shortestToken}. Set it to 3, its default, and restart the server.`,
  );
}

function statement(text: string): Step {
  return { text, run: (session) => session.run([text]) };
}

function described({ steps, drift }: Plan): SchemaPlan {
  return { steps: steps.map(({ text }) => text), drift };
}
