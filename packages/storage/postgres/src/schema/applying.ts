import { type SchemaPlan, SupportError, systemClock, systemRandom, type Table } from "@heedkit/core";
import { contradictedKey, requireNoDrift } from "@heedkit/storage-sql";
import type { Driver, Session } from "../drivers/driver.ts";
import { sqlState, sqlStates } from "../failures.ts";
import type { PostgresSettings } from "../options.ts";
import { type DetailedPlan, planSchema } from "./planning.ts";
import { plain, withoutTimeout } from "./unhurried.ts";

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
    if (session.isTransaction) return planOf(await carryOut(session, tables, settings));
    const key = lockKey(settings);
    if (settings.transactionPooler) {
      const plan = await inTransaction(session, async () => {
        await lock(session, key, "pg_try_advisory_xact_lock");
        return carryOut(session, tables, settings);
      });
      return planOf(plan);
    }
    await lock(session, key, "pg_try_advisory_lock");
    try {
      const plan = await inTransaction(session, () => carryOut(session, tables, settings));
      await makeOnline(session, plan, settings);
      return planOf(plan);
    } finally {
      await unlock(session, key);
    }
  });
}

function planOf({ steps, drift }: DetailedPlan): SchemaPlan {
  return { steps, drift };
}

async function inTransaction<Result>(session: Session, work: () => Promise<Result>): Promise<Result> {
  await session.rows(plain("begin"));
  try {
    await session.rows(plain(`set local lock_timeout = '${lockTimeout}'`));
    // Rewriting a large table takes as long as it takes.
    await session.rows(plain("set local statement_timeout = 0"));
    const result = await work();
    await session.unhurried(plain("commit"));
    return result;
  } catch (error) {
    await session.rows(plain("rollback")).catch(() => session.discard());
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
      for (const sql of statements) await naming(sql, () => session.unhurried(plain(sql)));
  return plan;
}

async function makeOnline(
  session: Session,
  { work }: DetailedPlan,
  { schema }: PostgresSettings,
): Promise<void> {
  const steps = work.filter(({ online }) => online.length > 0);
  if (steps.length === 0) return;
  await withoutTimeout(session, async () => {
    for (const { statements, online } of steps) {
      try {
        for (const sql of statements) await naming(sql, () => session.unhurried(plain(sql)));
      } catch (error) {
        // What was begun stays behind as an invalid index, which only costs.
        for (const name of online)
          await session
            .unhurried(plain(`drop index concurrently if exists "${schema}"."${name}"`))
            .catch(() => undefined);
        throw error;
      }
    }
  });
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
async function lock(
  session: Session,
  key: string,
  how: "pg_try_advisory_lock" | "pg_try_advisory_xact_lock",
): Promise<void> {
  const began = performance.now();
  for (let attempt = 0; ; attempt++) {
    if (await isTrue(session, `select ${how}($1::bigint)::text`, key)) return;
    if (performance.now() - began > longestWaitMs)
      throw new SupportError(
        "STORAGE_UNAVAILABLE",
        `Another process has been applying the schema for ${longestWaitMs / 1000} s. Look for a session that holds the advisory lock ${key}.`,
      );
    await systemClock.wait(systemRandom.fraction() * Math.min(200, 10 * 2 ** Math.min(attempt, 6)) + 5);
  }
}

// A connection that kept the lock would keep every other process from making the tables: closed, it cannot.
async function unlock(session: Session, key: string): Promise<void> {
  const isUnlocked = await isTrue(session, "select pg_advisory_unlock($1::bigint)::text", key).catch(
    () => false,
  );
  if (!isUnlocked) session.discard();
}

async function isTrue(session: Session, sql: string, value: string): Promise<boolean> {
  const [row] = await session.rows({ sql, values: [value] });
  return row?.[0] === "true" || row?.[0] === true;
}

/** The same for all who make the same tables: FNV-1a of schema and prefix. */
function lockKey({ schema, prefix }: PostgresSettings): string {
  let hash = 0xcbf29ce484222325n;
  for (const sign of `heedkit ${schema}.${prefix}`)
    hash = BigInt.asUintN(64, (hash ^ BigInt(sign.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return String(BigInt.asIntN(64, hash));
}
