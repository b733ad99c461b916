import { SupportError } from "@heedkit/core";
import type { Rows } from "@heedkit/storage-sql";
import type { Pool, PoolClient } from "pg";
import { StatementError, sqlState, sqlStates } from "../failures.ts";
import type { PostgresSettings } from "../options.ts";
import type { Driver, Session, Statement } from "./driver.ts";
import { Pipeline } from "./pipeline.ts";
import { openPool } from "./pool.ts";

/** The driver `pg`, on a pool of the host or one of our own. */
export function pgDriver(source: Parameters<typeof openPool>[0], settings: PostgresSettings): Driver {
  const { connectTimeoutMs, statementTimeoutMs } = settings;
  const opened = openPool(source, settings);
  let isNamed = !settings.transactionPooler;

  const withClient = async <Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> => {
    const { client, release } = await acquire(await opened.pool(), connectTimeoutMs);
    try {
      const result = await work(client);
      release();
      return result;
    } catch (error) {
      release(isBroken(error) ? asError(error) : undefined);
      throw error;
    }
  };

  const send = async (client: PoolClient, statements: readonly Statement[]): Promise<readonly Rows[]> => {
    const wasNamed = isNamed;
    try {
      return await pipelined(client, statements, wasNamed, statementTimeoutMs);
    } catch (error) {
      if (!wasNamed || !isPoolersFault(error)) throw error;
      // A pooler gave us another connection than the one that the statement was prepared on.
      isNamed = false;
      return pipelined(client, statements, false, statementTimeoutMs);
    }
  };

  return {
    rows: (statement) => withClient(async (client) => (await send(client, [statement]))[0] ?? []),
    async transaction(statements) {
      await withClient((client) => send(client, statements));
    },
    session: (work) =>
      withClient((client) => {
        const session: Session = {
          isTransaction: false,
          rows: async (statement) =>
            (await pipelined(client, [statement], false, statementTimeoutMs))[0] ?? [],
        };
        return work(session);
      }),
    close: () => opened.close(),
  };
}

interface Acquired {
  readonly client: PoolClient;
  /** Gives the connection back; one with an error is closed. */
  release(error?: Error): void;
}

function acquire(pool: Pool, timeoutMs: number): Promise<Acquired> {
  return new Promise((resolve, reject) => {
    let isTooLate = false;
    const timer = setTimeout(() => {
      isTooLate = true;
      reject(poolIsFull(pool, timeoutMs));
    }, timeoutMs);
    // By a callback: the connection may fail in the very moment it is handed over, before a promise is heard of, and
    // an error that nobody listens to ends the process.
    pool.connect((error, client) => {
      clearTimeout(timer);
      if (error !== undefined || client === undefined) {
        reject(asError(error ?? new Error("The pool has no connection.")));
        return;
      }
      const acquired = listeningTo(client);
      if (isTooLate) acquired.release();
      else resolve(acquired);
    });
  });
}

function listeningTo(client: PoolClient): Acquired {
  let failure: Error | undefined;
  const onError = (error: Error) => {
    failure ??= error;
  };
  client.on("error", onError);
  return {
    client,
    release(error = failure) {
      client.release(error);
      // A connection that is being closed may fail once more: it keeps its listener.
      if (error === undefined) client.off("error", onError);
    },
  };
}

function poolIsFull({ totalCount, idleCount, waitingCount }: Pool, timeoutMs: number): SupportError {
  return new SupportError(
    "STORAGE_UNAVAILABLE",
    `No connection to the database was free within ${timeoutMs} ms: of ${totalCount} there are ${idleCount} idle, and ${waitingCount} wait. Look for transactions left open, or allow more connections.`,
  );
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function pipelined(
  client: PoolClient,
  statements: readonly Statement[],
  isNamed: boolean,
  timeoutMs: number,
): Promise<readonly Rows[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TimeoutError(`no answer within ${timeoutMs} ms`)), timeoutMs);
    client.query(
      new Pipeline(statements, isNamed, (outcome) => {
        clearTimeout(timer);
        if ("error" in outcome) reject(outcome.error);
        else resolve(outcome.rows);
      }),
    );
  });
}

/** Thrown when the server does not answer; the connection is given up. */
class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

function isBroken(error: unknown): boolean {
  if (error instanceof TimeoutError) return true;
  return error instanceof StatementError && isConnectionLost(error.cause);
}

function isConnectionLost(cause: unknown): boolean {
  const state = sqlState(cause);
  return state === undefined || state.startsWith("08") || state.startsWith("57P");
}

function isPoolersFault(error: unknown): boolean {
  const state = sqlState(error);
  return state === sqlStates.unknownStatement || state === sqlStates.duplicateStatement;
}
