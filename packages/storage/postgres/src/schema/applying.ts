import { type SchemaPlan, SupportError, systemClock, systemRandom, type Table } from "@heedkit/core";
import { contradictedKey, requireNoDrift } from "@heedkit/storage-sql";
import type { Driver, Session } from "../drivers/driver.ts";
import { sqlState, sqlStates } from "../failures.ts";
import type { PostgresSettings } from "../options.ts";
import { type DetailedPlan, planSchema } from "./planning.ts";

/** How long another process may take to make the tables, before this one gives up. */
const longestWaitMs = 120_000;
/** How long a table may be locked by others, before a change of it is given up: everybody else would queue behind. */
const lockTimeout = "5s";

/**
 * Makes the tables as wanted. One process at a time; all in one transaction, but for indexes of tables that exist,
 * which are made beside running writes. Throws SCHEMA_DRIFT, and then nothing is done.
 */
export function applySchema(
  driver: Driver,
  tables: readonly Table[],
  settings: PostgresSettings,
): Promise<SchemaPlan> {
  return driver.session(async (session) => {
    const run = (sql: string, ...values: readonly (string | number)[]) => session.rows({ sql, values });
    const key = lockKey(settings);
    if (session.isTransaction) return planOf(await carryOut(session, tables, settings));
    if (settings.transactionPooler) {
      const plan = await inTransaction(run, async () => {
        await run("select pg_advisory_xact_lock($1::bigint)", key);
        return carryOut(session, tables, settings);
      });
      return planOf(plan);
    }
    await lock(run, key);
    try {
      const plan = await inTransaction(run, () => carryOut(session, tables, settings));
      await makeOnline(run, plan, settings);
      return planOf(plan);
    } finally {
      await run("select pg_advisory_unlock($1::bigint)", key).catch(() => undefined);
    }
  });
}

function planOf({ steps, drift }: DetailedPlan): SchemaPlan {
  return { steps, drift };
}

type Run = (sql: string, ...values: readonly (string | number)[]) => Promise<unknown>;

async function inTransaction<Result>(run: Run, work: () => Promise<Result>): Promise<Result> {
  await run("begin");
  try {
    await run(`set local lock_timeout = '${lockTimeout}'`);
    const result = await work();
    await run("commit");
    return result;
  } catch (error) {
    await run("rollback").catch(() => undefined);
    throw error;
  }
}

async function carryOut(
  session: Session,
  tables: readonly Table[],
  settings: PostgresSettings,
): Promise<DetailedPlan> {
  const plan = await planSchema(session, tables, settings);
  requireNoDrift(plan);
  for (const { statements, online } of plan.work)
    if (online.length === 0)
      for (const sql of statements) await naming(sql, () => session.rows({ sql, values: [] }));
  return plan;
}

async function makeOnline(run: Run, plan: DetailedPlan, { schema }: PostgresSettings): Promise<void> {
  for (const { statements, online } of plan.work) {
    if (online.length === 0) continue;
    try {
      for (const sql of statements) await naming(sql, () => run(sql));
    } catch (error) {
      // What was begun stays behind as an invalid index, which only costs.
      for (const name of online)
        await run(`drop index concurrently if exists "${schema}"."${name}"`).catch(() => undefined);
      throw error;
    }
  }
}

async function naming<Result>(sql: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) === sqlStates.uniqueViolation) throw contradictedKey(sql, error);
    throw error;
  }
}

// Asked for again and again: who waits inside the database holds a snapshot, for the end of which a new index waits.
async function lock(run: Run, key: string): Promise<void> {
  const began = performance.now();
  for (let attempt = 0; ; attempt++) {
    const [row] = (await run("select pg_try_advisory_lock($1::bigint)::text", key)) as readonly unknown[][];
    if (row?.[0] === "true" || row?.[0] === true) return;
    if (performance.now() - began > longestWaitMs)
      throw new SupportError(
        "STORAGE_UNAVAILABLE",
        `Another process has been making the tables for ${longestWaitMs / 1000} s. Look for a session that holds the advisory lock ${key}.`,
      );
    await systemClock.wait(systemRandom.fraction() * Math.min(200, 10 * 2 ** Math.min(attempt, 6)) + 5);
  }
}

/** The same for all who make the same tables: FNV-1a of schema and prefix. */
function lockKey({ schema, prefix }: PostgresSettings): string {
  let hash = 0xcbf29ce484222325n;
  for (const sign of `heedkit ${schema}.${prefix}`)
    hash = BigInt.asUintN(64, (hash ^ BigInt(sign.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return String(BigInt.asIntN(64, hash));
}
