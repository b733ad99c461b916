import { type Claimable, type ClaimQuery, type Storage, SupportError, type Table } from "@heedkit/core";
import {
  claimOrder,
  pgliteDialect,
  postgresDialect,
  readsOn,
  Sequences,
  SqlTables,
  storageOrProblems,
} from "@heedkit/storage-sql";
import { CommitQueue } from "./commits/commitQueue.ts";
import { committingOn } from "./commits/committing.ts";
import { encodeChanges } from "./commits/prepare.ts";
import { pgDriver } from "./drivers/pgDriver.ts";
import { isPgliteDurable, pgliteDriver } from "./drivers/pgliteDriver.ts";
import { toSupportError } from "./failures.ts";
import { once, readInstallation, storageWithin } from "./hostTransaction.ts";
import { type PostgresSettings, type PostgresStorageOptions, settingsOf } from "./options.ts";
import { untilThrough } from "./retrying.ts";
import { applySchema } from "./schema/applying.ts";
import { planSchema } from "./schema/planning.ts";
import { sequenceStore } from "./sequences.ts";

/**
 * Storage in PostgreSQL 14 or later, shared by any number of processes. Connections are opened on first use. A commit
 * is one round trip.
 *
 * Columns: text by code point, JSON as `json`, instants as milliseconds since 1970
 * (`to_timestamp(created_at / 1000.0)` shows them to a person).
 *
 * ```ts
 * const storage = postgresStorage({ url: "postgres://localhost/app" });
 * await storage.schema.apply(tables);
 * ```
 */
export function postgresStorage(options: PostgresStorageOptions): Storage {
  return storageOrProblems("postgres", () => openStorage(settingsOf(options)));
}

function openStorage(settings: PostgresSettings): Storage {
  const { source } = settings;
  const dialect = source.kind === "pglite" ? pgliteDialect : postgresDialect;
  const tables = new SqlTables(dialect, settings.prefix, settings.schema);
  const driver = source.kind === "pglite" ? pgliteDriver(source.pglite) : pgDriver(source, settings);
  const commits = new CommitQueue(committingOn(driver), settings.maxConnections);
  const sequences = new Sequences(sequenceStore(driver, settings), settings.sequenceBlock);
  const installation = once(() => readInstallation(driver, settings));
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | null = null;

  const requireOpen = () => {
    if (closing !== null) throw new SupportError("STOPPED", "The storage is closed. Create a new one.");
  };
  /** Running work is finished before the storage is closed. */
  const watched = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    requireOpen();
    const promise = work();
    running.add(promise);
    try {
      return await promise;
    } catch (error) {
      throw toSupportError(error);
    } finally {
      running.delete(promise);
    }
  };

  const storage: Storage = {
    specVersion: 1,
    name: "postgres",
    capabilities: {
      search: true,
      hostTransactions: source.kind !== "pglite",
      durable: source.kind !== "pglite" || isPgliteDurable(source.pglite),
      shared: source.kind !== "pglite",
    },
    schema: {
      plan: (wanted) =>
        watched(async () => {
          const { steps, drift } = await driver.session((session) => planSchema(session, wanted, settings));
          return { steps, drift };
        }),
      apply: (wanted) =>
        watched(async () => {
          const plan = await applySchema(driver, wanted, settings);
          // Beforehand: a host that holds the last connection of its pool could block this later.
          await installation();
          return plan;
        }),
    },
    ...readsOn({
      tables,
      requireOpen,
      rows: (bound) => watched(() => untilThrough(() => driver.rows(bound))),
    }),
    commit: (changes) => watched(async () => commits.commit(encodeChanges(tables, changes))),
    claim: <Row extends Claimable>(table: Table<Row>, query: ClaimQuery<Row>) =>
      watched(async () => {
        const compiled = tables.of(table);
        const claiming = compiled.claim(query);
        const rows = await untilThrough(() => driver.rows(claiming));
        return rows.map((values) => compiled.decode<Row>(values)).sort(claimOrder(query));
      }),
    next: (sequence, count) => watched(() => sequences.next(sequence, count)),
    within(hostTransaction) {
      requireOpen();
      if (!storage.capabilities.hostTransactions)
        throw new SupportError(
          "UNSUPPORTED",
          "PGlite has one connection: while a host transaction is open, nothing outside it can be read.",
        );
      return storageWithin(storage, hostTransaction, { settings, tables, installation });
    },
    close() {
      closing ??= Promise.allSettled(running)
        .then(() => sequences.giveBack())
        // A gap in the numbers is no reason to stay open.
        .catch(() => undefined)
        .then(() => driver.close());
      return closing;
    },
  };
  return storage;
}
