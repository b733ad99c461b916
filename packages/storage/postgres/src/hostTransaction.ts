import { isSupportError, type Storage } from "@heedkit/core";
import {
  type PostgresValue,
  readsOn,
  type SqlTables,
  storageOfHost,
  wrongTransaction,
} from "@heedkit/storage-sql";
import { applyChanges, type Target } from "./commits/apply.ts";
import { encodeChanges } from "./commits/prepare.ts";
import { StatementError, sqlState, toSupportError } from "./failures.ts";
import { type RecognisedTransaction, recognise } from "./hosts.ts";
import type { PostgresSettings } from "./options.ts";
import { reserve } from "./sequences.ts";

/** The storage inside a transaction that the host has open on its own connection. */
export function storageWithin(
  own: Storage,
  handle: unknown,
  settings: PostgresSettings,
  tables: SqlTables<PostgresValue>,
): Storage {
  const host = recognise(handle);
  const target = targetOn(host);
  let queue: Promise<unknown> = Promise.resolve();
  /** One after the other: a transaction has one connection, and savepoints must not be mixed up. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = queue.then(() => {
      host.requireOpen();
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
    rows: async ({ sql, values }) => (await host.query(sql, values)) as readonly (readonly unknown[])[],
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

function hostError(error: unknown): unknown {
  if (isSupportError(error)) return error;
  const state = sqlState(error);
  if (state === "25P01") return wrongTransaction('No transaction is open: run "begin" first.');
  if (state === "25P02") return wrongTransaction("The transaction has failed: roll it back.");
  return toSupportError(error);
}
