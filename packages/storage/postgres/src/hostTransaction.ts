import { isSupportError, type Storage } from "@heedkit/core";
import {
  type PostgresValue,
  type Rows,
  readsOn,
  type SqlTables,
  storageOfHost,
  wrongTransaction,
} from "@heedkit/storage-sql";
import { applyChanges, type Target } from "./commits/apply.ts";
import { encodeChanges } from "./commits/prepare.ts";
import type { Driver } from "./drivers/driver.ts";
import { StatementError, sqlState, sqlStates, toSupportError } from "./failures.ts";
import { type RecognisedTransaction, recognise } from "./hosts.ts";
import type { PostgresSettings } from "./options.ts";
import { installationQuery } from "./schema/format.ts";
import { reserve } from "./sequences.ts";

/** What a storage within a transaction of the host shares with the storage itself. */
interface Shared {
  readonly settings: PostgresSettings;
  readonly tables: SqlTables<PostgresValue>;
  /** What tells our database from others. */
  installation(): Promise<string | null>;
}

/** Handles that were found to be on our database. */
const known = new WeakSet<object>();

/** The storage inside a transaction that the host has open on its own connection. */
export function storageWithin(own: Storage, handle: unknown, shared: Shared): Storage {
  const { settings, tables } = shared;
  const host = recognise(handle);
  const target = targetOn(host);
  let queue: Promise<unknown> = Promise.resolve();
  /** One after the other: a transaction has one connection, and savepoints must not be mixed up. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = queue.then(async () => {
      host.requireOpen();
      await requireSameDatabase(handle, target, shared);
      return work();
    });
    queue = turn.catch(() => undefined);
    return turn.catch((error: unknown) => {
      throw hostError(error);
    });
  };
  return storageOfHost(own, {
    ...readsOn({
      tables,
      requireOpen: () => host.requireOpen(),
      rows: (bound) => inTurn(() => target.rows(bound)),
    }),
    async commit(changes) {
      const encoded = encodeChanges(tables, changes);
      await inTurn(() => applyChanges(target, encoded));
    },
    next: (sequence, count) => inTurn(() => reserve(target, settings, sequence, count)),
  });
}

function targetOn(host: RecognisedTransaction): Target {
  return {
    rows: ({ sql, values }) => host.query(sql, values),
    // A failure inside a transaction of PostgreSQL spoils it, unless there is a savepoint to go back to.
    async transaction(statements) {
      await host.query("savepoint heedkit", []);
      for (const [at, { sql, values }] of statements.entries()) {
        try {
          await host.query(sql, values);
        } catch (error) {
          await host.query("rollback to savepoint heedkit", []);
          throw new StatementError(at, error);
        }
      }
      await host.query("release savepoint heedkit", []);
    },
  };
}

async function requireSameDatabase(
  handle: unknown,
  target: Target,
  { settings, installation }: Shared,
): Promise<void> {
  if (typeof handle === "object" && handle !== null && known.has(handle)) return;
  const ours = await installation();
  const sql = installationQuery(settings);
  const theirs = await target.rows({ sql, values: [] }).catch((error: unknown) => {
    const isMissing = [sqlStates.undefinedTable, sqlStates.undefinedSchema].some(
      (code) => code === sqlState(error),
    );
    if (isMissing && ours !== null) return [];
    throw error;
  });
  if (ours !== null && firstValue(theirs) !== ours)
    throw wrongTransaction(
      `It is on a different database than Heedkit's tables ("${settings.schema}"."${settings.prefix}*").`,
    );
  if (typeof handle === "object" && handle !== null) known.add(handle);
}

/** Reads what tells the database of the driver from others. */
export async function readInstallation(driver: Driver, settings: PostgresSettings): Promise<string | null> {
  return firstValue(await driver.rows({ sql: installationQuery(settings), values: [] }));
}

/** Runs work when it is first needed, and again only when it failed. */
export function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= work().catch((error: unknown) => {
      result = undefined;
      throw error;
    });
    return result;
  };
}

function firstValue(rows: Rows): string | null {
  const value = rows[0]?.[0];
  return typeof value === "string" ? value : null;
}

function hostError(error: unknown): unknown {
  if (isSupportError(error)) return error;
  const state = sqlState(error);
  if (state === "25P01") return wrongTransaction('No transaction is open. Run "begin" first.');
  if (state === "25P02") return wrongTransaction("The transaction has failed. Roll it back.");
  return toSupportError(error);
}
