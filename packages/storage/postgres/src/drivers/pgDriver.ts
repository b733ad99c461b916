import type { Rows } from "@heedkit/storage-sql";
import type { PoolClient } from "pg";
import { StatementError, sqlState, sqlStates } from "../failures.ts";
import type { PostgresSettings } from "../options.ts";
import { acquire, asError } from "./acquire.ts";
import type { Driver, Session, Statement } from "./driver.ts";
import { Pipeline } from "./pipeline.ts";
import { openPool, stopsItself } from "./pool.ts";

/** How much longer than the server we wait: its answer tells that nothing was kept, our own impatience does not. */
const graceMs = 2_000;

/** The driver `pg`, on a pool of the host or one of our own. */
export function pgDriver(source: Parameters<typeof openPool>[0], settings: PostgresSettings): Driver {
  const { connectTimeoutMs } = settings;
  const timeoutMs = settings.statementTimeoutMs + (stopsItself(source, settings) ? graceMs : 0);
  const opened = openPool(source, settings);
  let isNamed = !settings.transactionPooler;

  type Work<Result> = (client: PoolClient, doubt: { error?: Error }) => Promise<Result>;
  const withClient = async <Result>(work: Work<Result>): Promise<Result> => {
    const { client, release } = await acquire(await opened.pool(), connectTimeoutMs);
    const doubt: { error?: Error } = {};
    try {
      const result = await work(client, doubt);
      release(doubt.error);
      return result;
    } catch (error) {
      release(isBroken(error) ? asError(error) : doubt.error);
      throw error;
    }
  };

  const send = async (client: PoolClient, statements: readonly Statement[]): Promise<readonly Rows[]> => {
    const wasNamed = isNamed;
    try {
      return await pipelined(client, statements, wasNamed, timeoutMs);
    } catch (error) {
      if (!wasNamed || !isPoolersFault(error)) throw error;
      // A pooler gave us another connection than the one that the statement was prepared on.
      isNamed = false;
      return pipelined(client, statements, false, timeoutMs);
    }
  };

  return {
    rows: (statement) => withClient(async (client) => (await send(client, [statement]))[0] ?? []),
    async transaction(statements, lockTimeoutMs) {
      const first = lockTimeoutMs === undefined ? [] : [lockTimeout(lockTimeoutMs)];
      try {
        await withClient((client) => send(client, [...first, ...statements]));
      } catch (error) {
        throw error instanceof StatementError
          ? new StatementError(error.at - first.length, error.cause)
          : error;
      }
    },
    session: (work) =>
      withClient((client, doubt) => {
        const run = async (statement: Statement, forMs: number | null) =>
          (await pipelined(client, [statement], false, forMs))[0] ?? [];
        const session: Session = {
          isTransaction: false,
          rows: (statement) => run(statement, timeoutMs),
          unhurried: (statement) => run(statement, null),
          discard() {
            doubt.error ??= new Error("The connection may be in an unknown state.");
          },
        };
        return work(session);
      }),
    close: () => opened.close(),
  };
}

/** Until the end of the transaction. */
function lockTimeout(ms: number): Statement {
  return { sql: "select set_config('lock_timeout', $1, true)", values: [`${ms}ms`] };
}

function pipelined(
  client: PoolClient,
  statements: readonly Statement[],
  isNamed: boolean,
  timeoutMs: number | null,
): Promise<readonly Rows[]> {
  return new Promise((resolve, reject) => {
    const tooLate = () => reject(new TimeoutError(`no response within ${timeoutMs} ms`));
    const timer = timeoutMs === null ? undefined : setTimeout(tooLate, timeoutMs);
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
