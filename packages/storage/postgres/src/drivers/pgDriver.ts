import { SupportError } from "@heedkit/core";
import type { Rows } from "@heedkit/storage-sql";
import type { Pool, PoolClient } from "pg";
import { StatementError, sqlState, sqlStates } from "../failures.ts";
import type { PostgresSettings } from "../options.ts";
import type { Driver, Session, Statement } from "./driver.ts";
import { Pipeline } from "./pipeline.ts";
import { openPool } from "./pool.ts";

/** The driver `pg`, on a pool of the host or one of our own. */
export function pgDriver(settings: PostgresSettings): Driver {
  const { connectTimeoutMs, statementTimeoutMs } = settings;
  const opened = openPool(settings);
  let isNamed = !settings.transactionPooler;

  const withClient = async <Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> => {
    const client = await acquire(await opened.pool(), connectTimeoutMs);
    // While it is ours, an error of the connection has no other listener, and would end the process.
    const failure: { error?: Error } = {};
    const onError = (error: Error) => {
      failure.error = error;
    };
    client.on("error", onError);
    try {
      return await work(client);
    } catch (error) {
      if (isBroken(error)) failure.error = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      client.release(failure.error);
      // After the release: a connection that is being closed may fail once more.
      setImmediate(() => client.off("error", onError));
    }
  };

  const send = async (client: PoolClient, statements: readonly Statement[]): Promise<readonly Rows[]> => {
    try {
      return await pipelined(client, statements, isNamed, statementTimeoutMs);
    } catch (error) {
      if (!isNamed || !isPoolersFault(error)) throw error;
      // A pooler gave us another connection than the one that the statement was prepared on.
      isNamed = false;
      return pipelined(client, statements, isNamed, statementTimeoutMs);
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
          rows: async (statement) =>
            (await pipelined(client, [statement], false, statementTimeoutMs))[0] ?? [],
        };
        return work(session);
      }),
    close: () => opened.close(),
  };
}

async function acquire(pool: Pool, timeoutMs: number): Promise<PoolClient> {
  const connecting = pool.connect();
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // It may come yet: then it is not needed any more.
      connecting.then((client) => client.release()).catch(() => undefined);
      const { totalCount, idleCount, waitingCount } = pool;
      reject(
        new SupportError(
          "STORAGE_UNAVAILABLE",
          `No connection to the database was free within ${timeoutMs} ms: of ${totalCount} there are ${idleCount} idle, and ${waitingCount} wait. Look for transactions left open, or allow more connections.`,
        ),
      );
    }, timeoutMs);
  });
  try {
    return await Promise.race([connecting, tooLate]);
  } finally {
    clearTimeout(timer);
  }
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
