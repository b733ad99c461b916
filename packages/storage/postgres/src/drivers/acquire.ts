import { SupportError } from "@heedkit/core";
import type { Pool, PoolClient } from "pg";

/** A connection that is ours until it is given back. */
export interface Acquired {
  readonly client: PoolClient;
  /** Gives the connection back; one with an error is closed. */
  release(error?: Error): void;
}

/** Waits for a connection of the pool, but not for ever. */
export function acquire(pool: Pool, timeoutMs: number): Promise<Acquired> {
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
    `No database connection was available within ${timeoutMs} ms (${totalCount} in total, ${idleCount} idle, ${waitingCount} requests waiting). Look for transactions left open, or allow more connections.`,
  );
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
