import type { Change, Storage } from "@heedkit/core";
import {
  type MysqlValue,
  readsOn,
  type SqlTables,
  storageOfHost,
  wrongTransaction,
} from "@heedkit/storage-sql";
import { identityText } from "../connecting/server.ts";
import { errorNumber, errors, toSupportError } from "../failures.ts";
import { hexadecimal, written } from "../literals.ts";
import { reserving } from "../sequences.ts";
import { applyChanges, type Runner } from "../writing/applying.ts";
import { drizzleTransaction } from "./drizzleTransaction.ts";
import type { Host } from "./host.ts";
import { knexTransaction } from "./knexTransaction.ts";
import { kyselyTransaction } from "./kyselyTransaction.ts";
import { mysql2Connection } from "./mysql2Connection.ts";
import { prismaTransaction } from "./prismaTransaction.ts";

const libraries = [
  mysql2Connection,
  kyselyTransaction,
  knexTransaction,
  drizzleTransaction,
  prismaTransaction,
];

/** What a storage has for the transactions of its host. */
export interface Surroundings {
  /** Named with their database: a host may choose another one at any time. */
  readonly tables: SqlTables<MysqlValue>;
  /** The table of the sequences, quoted and named with its database. */
  readonly sequences: string;
  /** Transactions that are known to be on the storage's own server. Each storage has its own. */
  readonly known: WeakSet<object>;
  /** Of the storage's own server and database. */
  identity(): Promise<string>;
}

/** What runs on a transaction: one after the other, since savepoints know no other order. */
const running = new WeakMap<object, Promise<unknown>>();

/** The storage inside a transaction that the host has open on its own connection. */
export function storageWithin(own: Storage, hostTransaction: unknown, surroundings: Surroundings): Storage {
  const { tables, sequences } = surroundings;
  const host = hostOf(hostTransaction);
  // What the session of the host makes of quotes and backslashes is not ours to know.
  const runner: Runner = {
    change: async (bound) => (await host.run(written(bound, hexadecimal))).affected,
    rows: async (bound) => (await host.run(written(bound, hexadecimal))).rows,
    countsFound: false,
  };
  const inTurn = <Result>(work: () => Promise<Result>) => queued(host.handle, () => asOurs(work));
  const guarded = <Result>(work: () => Promise<Result>) =>
    inTurn(async () => {
      await requireSameDatabase(host, surroundings);
      return withSavepoint(host, work);
    });

  return storageOfHost(own, {
    ...readsOn({
      tables,
      requireOpen: () => undefined,
      rows: (bound) =>
        inTurn(async () => {
          await requireSameDatabase(host, surroundings);
          return runner.rows(bound);
        }),
    }),
    commit: (changes: readonly Change[]) => guarded(() => applyChanges(runner, tables, changes)),
    next: (sequence, count) =>
      guarded(async () => {
        const [reserve = "", select = ""] = reserving(sequences, sequence, count, hexadecimal);
        await host.run(reserve);
        const { rows } = await host.run(select);
        return Number(rows[0]?.[0]) - count;
      }),
  });
}

function hostOf(value: unknown): Host {
  if (typeof value === "function" || (typeof value === "object" && value !== null)) {
    for (const recognise of libraries) {
      const host = recognise(value);
      if (host?.isOver?.() === true) throw noTransaction();
      if (host !== null) return host;
    }
  }
  throw wrongTransaction(
    "Pass the connection of mysql2 on which you started the transaction (not the pool), or the transaction of Kysely, Knex, Drizzle or Prisma.",
  );
}

async function requireSameDatabase(host: Host, { known, identity }: Surroundings): Promise<void> {
  if (known.has(host.handle)) return;
  const { rows } = await host.run(`select ${identityText} as identity`);
  const [found, wanted] = [String(rows[0]?.[0]), await identity()];
  if (found !== wanted)
    throw wrongTransaction(
      `The transaction is on "${found}", but Heedkit's tables are on "${wanted}" (host, port, socket, database). Start it on the same database.`,
    );
  known.add(host.handle);
}

async function withSavepoint<Result>(host: Host, work: () => Promise<Result>): Promise<Result> {
  await host.run("savepoint heedkit");
  // Outside of a transaction a savepoint is gone as soon as it is made.
  await host.run("rollback to savepoint heedkit").catch((error: unknown) => {
    throw isOver(host, error) ? noTransaction() : error;
  });
  try {
    const result = await work();
    await host.run("release savepoint heedkit");
    return result;
  } catch (error) {
    // A deadlock has undone the host's whole transaction, savepoints too.
    await host.run("rollback to savepoint heedkit").catch((problem: unknown) => isOver(host, problem));
    throw error;
  }
}

/** Whether an error says that the savepoint is gone, and the transaction with it. Then the host is told. */
function isOver(host: Host, error: unknown): boolean {
  if (errorNumber(error) !== errors.noSuchSavepoint) return false;
  host.foundOver?.();
  return true;
}

function noTransaction() {
  return wrongTransaction(
    'No transaction is open on the connection. Run "start transaction" first, and commit it afterwards.',
  );
}

function queued<Result>(handle: object, work: () => Promise<Result>): Promise<Result> {
  const result = (running.get(handle) ?? Promise.resolve()).then(work);
  running.set(
    handle,
    result.catch(() => undefined),
  );
  return result;
}

async function asOurs<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toSupportError(error);
  }
}
