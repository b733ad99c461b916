import { type Claimable, type ClaimQuery, type Storage, SupportError, type Table } from "@heedkit/core";
import {
  mysqlDialect,
  mysqlScanDialect,
  readsOn,
  Sequences,
  SqlTables,
  storageOrProblems,
} from "@heedkit/storage-sql";
import { claimRows } from "./claiming.ts";
import { Connections } from "./connecting/connections.ts";
import { isLost, toSupportError } from "./failures.ts";
import { type Surroundings, storageWithin } from "./hosts/hostTransaction.ts";
import { type MysqlSettings, type MysqlStorageOptions, settingsOf } from "./options.ts";
import { requireOurs } from "./schema/ownership.ts";
import { applySchema, planSchema } from "./schema/planning.ts";
import { sequenceStore } from "./sequences.ts";
import { commitChanges } from "./writing/committing.ts";
import { retried } from "./writing/retrying.ts";

/** How often a read is tried: a restarted server has broken every connection of the pool. */
const mostReads = 3;

/**
 * Storage in MySQL 8 (8.0.23 or later) or MariaDB (10.11 or later). Connections are opened when needed. Tables of the
 * host in the same database are never touched.
 *
 * Columns: text and JSON as longtext, booleans as 0 and 1, instants as milliseconds since 1970
 * (`from_unixtime(created_at / 1000)` shows them to a person).
 *
 * Start transactions for `within` after `set transaction isolation level read committed`. At REPEATABLE READ, the
 * servers' default, they see rows as they were when the transaction started: a conflict can't be resolved by reading
 * again, only by a new transaction.
 *
 * ```ts
 * const storage = mysqlStorage({ url: "mysql://support:secret@localhost/support" });
 * await storage.schema.apply(tables);
 * ```
 */
export function mysqlStorage(options: MysqlStorageOptions): Storage {
  return storageOrProblems("mysql", () => openStorage(settingsOf(options)));
}

function openStorage(settings: MysqlSettings): Storage {
  const { prefix, database, lockTimeoutMs, sequenceBlock } = settings;
  const tables = new SqlTables(mysqlDialect, prefix);
  const connections = new Connections(settings, (session) => requireOurs(session, prefix));
  const sequences = new Sequences(sequenceStore(connections, prefix, lockTimeoutMs), sequenceBlock);
  const forHosts: Surroundings = {
    tables: new SqlTables(mysqlScanDialect, prefix, database),
    sequences: `${named(database)}.${named(`${prefix}sequences`)}`,
    known: new WeakSet(),
    identity: () => connections.use(async (_session, server) => server.identity),
  };
  let closing: Promise<void> | null = null;

  const requireOpen = () => {
    if (closing !== null) throw new SupportError("STOPPED", "The storage is closed. Create a new one.");
  };
  const writing = <Result>(work: () => Promise<Result>) => asOurs(() => retried(work, lockTimeoutMs));

  const storage: Storage = {
    specVersion: 1,
    name: "mysql",
    capabilities: { search: true, hostTransactions: true, durable: true, shared: true },
    schema: {
      async plan(wanted) {
        requireOpen();
        return asOurs(() =>
          connections.use((session, server) => planSchema(session, server, wanted, prefix)),
        );
      },
      async apply(wanted) {
        requireOpen();
        return asOurs(() =>
          connections.use((session, server) => applySchema(session, server, wanted, prefix)),
        );
      },
    },
    ...readsOn({
      tables,
      requireOpen,
      rows: (bound) =>
        asOurs(() => again(() => connections.use(async (session) => (await session.execute(bound)).rows))),
    }),
    async commit(changes) {
      requireOpen();
      if (changes.length === 0) return;
      await writing(() =>
        connections.use((session, server) => commitChanges(session, server, tables, changes)),
      );
    },
    async claim<Row extends Claimable>(table: Table<Row>, query: ClaimQuery<Row>) {
      requireOpen();
      const compiled = tables.of(table);
      return writing(() => connections.use((session) => claimRows(session, compiled, query)));
    },
    async next(sequence, count) {
      requireOpen();
      return asOurs(() => sequences.next(sequence, count));
    },
    within(hostTransaction) {
      requireOpen();
      return storageWithin(storage, hostTransaction, forHosts);
    },
    close() {
      closing ??= sequences
        .giveBack()
        // A gap in the numbers is no reason to stay open.
        .catch(() => undefined)
        .then(() => connections.close());
      return closing;
    },
  };
  return storage;
}

function named(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

async function asOurs<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toSupportError(error);
  }
}

/** Runs a read again on another connection where the first one broke. */
async function again<Result>(read: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      if (!isLost(error) || attempt === mostReads) throw error;
    }
  }
}
