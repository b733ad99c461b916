import type { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { requirePrefix, requireWhole, wrongOption } from "@heedkit/storage-sql";

/** Options of {@link sqliteStorage}. */
export interface SqliteStorageOptions {
  /** The file; created if missing, but not its folder. `":memory:"` keeps everything in memory. */
  readonly path?: string | URL;
  /**
   * Instead of `path`: a connection of the host. Its file is opened a second time, so that the host's transactions stay
   * separate. An in-memory database can't be opened twice: it is shared, and Heedkit waits while the host has a
   * transaction open on it.
   */
  readonly database?: DatabaseSync;
  /** Prefix of table names: lower-case letters and digits, ending in `_`. Default `heedkit_`. */
  readonly prefix?: string;
  /**
   * `full`: commits survive a power failure. `normal`: they survive the death of the process, but a power failure may
   * lose the latest ones; commits are several times faster. Default `full`.
   */
  readonly synchronous?: "full" | "normal";
  /** How long to wait for another writer's lock before STORAGE_UNAVAILABLE, in milliseconds. Default 5,000. */
  readonly busyTimeoutMs?: number;
  /** How many numbers of a sequence are reserved at once; unused ones are lost when the process dies. Default 64. */
  readonly sequenceBlock?: number;
}

/** The validated options, with defaults. */
export interface SqliteSettings {
  readonly source: string | DatabaseSync;
  readonly prefix: string;
  readonly synchronous: "full" | "normal";
  readonly busyTimeoutMs: number;
  readonly sequenceBlock: number;
}

/** Throws INVALID_CONFIGURATION for invalid options. */
export function settingsOf(options: SqliteStorageOptions): SqliteSettings {
  const { path, database, prefix = "heedkit_", synchronous = "full" } = options;
  const { busyTimeoutMs = 5000, sequenceBlock = 64 } = options;
  const source = path === undefined ? database : path instanceof URL ? fileURLToPath(path) : path;
  if (source === undefined || source === "" || (path !== undefined && database !== undefined))
    throw wrongOption("Pass either a path or a database to sqliteStorage.");
  if (!(busyTimeoutMs >= 0)) throw wrongOption(`busyTimeoutMs must be 0 or more, not ${busyTimeoutMs}.`);
  return {
    source: typeof source === "string" ? source : fileOf(source),
    prefix: requirePrefix(prefix),
    synchronous,
    busyTimeoutMs,
    sequenceBlock: requireWhole("sequenceBlock", sequenceBlock, 1),
  };
}

function fileOf(database: DatabaseSync): string | DatabaseSync {
  return database.location() ?? database;
}
