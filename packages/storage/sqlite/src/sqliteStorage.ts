import { type Claimable, type ClaimQuery, type Storage, SupportError, type Table } from "@heedkit/core";
import {
  claimOrder,
  readsOn,
  Sequences,
  SqlTables,
  sqliteDialect,
  storageOrProblems,
} from "@heedkit/storage-sql";
import { applyChanges } from "./applying.ts";
import type { Run } from "./connection.ts";
import { storageWithin } from "./hostTransaction.ts";
import { OwnConnection } from "./opening.ts";
import { type SqliteSettings, type SqliteStorageOptions, settingsOf } from "./options.ts";
import { applySchema, planSchema } from "./schema/planning.ts";
import { sequenceStore } from "./sequences.ts";
import { untilFree } from "./waiting.ts";
import { Writer } from "./writer.ts";

/**
 * Storage in an SQLite file, using the SQLite built into Node.js. The file is opened on first use. Tables of the host
 * in the same file are never touched.
 *
 * Columns: text, JSON as text, booleans as 0 and 1, instants as milliseconds since 1970
 * (`datetime(created_at / 1000, 'unixepoch')` shows them to a person).
 *
 * ```ts
 * const storage = sqliteStorage({ path: "support.db" });
 * await storage.schema.apply(tables);
 * ```
 */
export function sqliteStorage(options: SqliteStorageOptions): Storage {
  return storageOrProblems("sqlite", () => openStorage(settingsOf(options)));
}

function openStorage(settings: SqliteSettings): Storage {
  const { prefix, busyTimeoutMs, sequenceBlock } = settings;
  const tables = new SqlTables(sqliteDialect, prefix);
  const own = new OwnConnection(settings);
  const writer = new Writer(() => own.get(), busyTimeoutMs);
  let closing: Promise<void> | null = null;

  const requireOpen = () => {
    if (closing !== null) throw new SupportError("STOPPED", "The storage is closed. Create a new one.");
  };
  const read: Run = async (work) => {
    requireOpen();
    return untilFree(() => work(own.get()), busyTimeoutMs);
  };
  const write: Run = async (work) => {
    requireOpen();
    return writer.write(work);
  };
  const sequences = new Sequences(sequenceStore(write, prefix), sequenceBlock);

  const storage: Storage = {
    specVersion: 1,
    name: "sqlite",
    capabilities: {
      search: true,
      hostTransactions: own.source !== ":memory:",
      durable: !own.isInMemory,
      shared: !own.isInMemory,
    },
    schema: {
      plan: (wanted) => read((connection) => planSchema(connection, wanted, prefix)),
      apply: (wanted) => write((connection) => applySchema(connection, wanted, prefix)),
    },
    ...readsOn({ tables, requireOpen, rows: (bound) => read((connection) => connection.rows(bound)) }),
    commit: (changes) => write((connection) => applyChanges(connection, tables, changes)),
    async claim<Row extends Claimable>(table: Table<Row>, query: ClaimQuery<Row>) {
      const compiled = tables.of(table);
      const claiming = compiled.claim(query);
      // Without the lock: a worker that polls in vain must not block anybody.
      const isAnyDue = await read((connection) => connection.rows(compiled.due(query)).length > 0);
      if (!isAnyDue) return [];
      const rows = await write((connection) => connection.rows(claiming));
      return rows.map((values) => compiled.decode<Row>(values)).sort(claimOrder(query));
    },
    async next(sequence, count) {
      requireOpen();
      return sequences.next(sequence, count);
    },
    within(hostTransaction) {
      requireOpen();
      if (!storage.capabilities.hostTransactions)
        throw new SupportError(
          "UNSUPPORTED",
          'No host transaction is possible on ":memory:". Pass your own `database` instead.',
        );
      return storageWithin(storage, hostTransaction, settings, tables);
    },
    close() {
      closing ??= sequences
        .giveBack()
        // A gap in the numbers is no reason to stay open.
        .catch(() => undefined)
        .then(() => writer.drain())
        .then(() => own.close());
      return closing;
    },
  };
  return storage;
}
