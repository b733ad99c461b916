import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Storage } from "@heedkit/core";
import {
  readsOn,
  type SqliteValue,
  type SqlTables,
  storageOfHost,
  wrongTransaction,
} from "@heedkit/storage-sql";
import { applyChanges } from "./applying.ts";
import { Connection, type Run } from "./connection.ts";
import type { SqliteSettings } from "./options.ts";
import { reserve } from "./sequences.ts";
import { untilFree } from "./waiting.ts";

const connections = new WeakMap<DatabaseSync, Connection>();

/** The storage inside a transaction that the host has open on its own connection. */
export function storageWithin(
  own: Storage,
  hostTransaction: unknown,
  settings: SqliteSettings,
  tables: SqlTables<SqliteValue>,
): Storage {
  const database = requireTransaction(hostTransaction, settings.source);
  const connection = connections.get(database) ?? new Connection(database);
  connections.set(database, connection);

  const run: Run = (work) =>
    untilFree(() => {
      requireTransaction(database, settings.source);
      return work(connection);
    }, settings.busyTimeoutMs);
  return storageOfHost(own, {
    ...readsOn({
      tables,
      requireOpen: () => undefined,
      rows: (bound) => run((host) => host.rows(bound)),
    }),
    commit: (changes) => run((host) => host.guarded(() => applyChanges(host, tables, changes))),
    next: (sequence, count) => run((host) => reserve(host, settings.prefix, sequence, count)),
  });
}

function requireTransaction(value: unknown, source: string | DatabaseSync): DatabaseSync {
  if (!(value instanceof DatabaseSync))
    throw wrongTransaction("Pass the DatabaseSync of node:sqlite on which you started the transaction.");
  if (!value.isOpen) throw wrongTransaction("The connection is closed.");
  if (!isSame(value, source))
    throw wrongTransaction(
      `The connection is to ${value.location() ?? "a database in memory"}, but Heedkit's tables are in ${typeof source === "string" ? source : "another"}. Start the transaction on the same database.`,
    );
  if (!value.isTransaction)
    throw wrongTransaction(
      'No transaction is open on the connection. Run "begin immediate" first, and commit it afterwards.',
    );
  return value;
}

function isSame(database: DatabaseSync, source: string | DatabaseSync): boolean {
  if (typeof source !== "string") return database === source;
  const path = database.location();
  if (path === null || source === ":memory:") return false;
  const there = statSync(path, { throwIfNoEntry: false });
  const ours = statSync(source, { throwIfNoEntry: false });
  return there !== undefined && ours !== undefined && there.dev === ours.dev && there.ino === ours.ino;
}
