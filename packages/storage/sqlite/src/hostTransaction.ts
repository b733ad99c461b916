import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { type Storage, SupportError } from "@heedkit/core";
import type { SqliteValue, SqlTables } from "@heedkit/storage-sql";
import { applyChanges } from "./applying.ts";
import { Connection } from "./connection.ts";
import type { SqliteSettings } from "./options.ts";
import { type Run, readsOn } from "./reading.ts";
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
  const unsupported = (what: string) => async () => {
    throw new SupportError(
      "UNSUPPORTED",
      `${what} is not for a transaction of the host: use the storage itself.`,
    );
  };

  return {
    specVersion: 1,
    name: own.name,
    capabilities: own.capabilities,
    schema: { plan: unsupported("schema.plan"), apply: unsupported("schema.apply") },
    ...readsOn(run, tables),
    commit: (changes) => run((host) => host.guarded(() => applyChanges(host, tables, changes))),
    next: (sequence, count) => run((host) => reserve(host, settings.prefix, sequence, count)),
    claim: unsupported("claim"),
    within() {
      throw new SupportError("UNSUPPORTED", "This storage is within a transaction already.");
    },
    close: async () => undefined,
  };
}

function requireTransaction(value: unknown, source: string | DatabaseSync): DatabaseSync {
  if (!(value instanceof DatabaseSync))
    throw wrong("Pass the DatabaseSync of node:sqlite on which the transaction was begun.");
  if (!value.isOpen) throw wrong("The connection is closed.");
  if (!isSame(value, source))
    throw wrong(
      `The connection is to ${value.location() ?? "a database in memory"}, Heedkit's tables are in ${typeof source === "string" ? source : "another"}. Begin the transaction on the same database.`,
    );
  if (!value.isTransaction)
    throw wrong(
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

function wrong(message: string): SupportError {
  return new SupportError(
    "INVALID_INPUT",
    `within() needs an open transaction on the same database. ${message}`,
  );
}
