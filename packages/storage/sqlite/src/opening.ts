import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { SupportError } from "@heedkit/core";
import { Connection } from "./connection.ts";
import type { SqliteSettings } from "./options.ts";
import { requireOurs } from "./schema/format.ts";

/** Thrown while the host has a transaction open on a connection that is shared with it. Looks like SQLITE_BUSY. */
class HostIsBusyError extends Error {
  readonly errcode = 5;
  constructor() {
    super("the host has a transaction open on the connection it shares with Heedkit");
  }
}

/** The storage's own connection: opened when it is first needed, closed once. */
export class OwnConnection {
  private readonly settings: SqliteSettings;
  private connection: Connection | undefined;
  private isClosed = false;

  constructor(settings: SqliteSettings) {
    this.settings = settings;
  }

  /** Whether nothing outlives the process. */
  get isInMemory(): boolean {
    return this.isShared || this.settings.source === ":memory:";
  }

  /** The file as it was named, or the host's connection where it is shared. */
  get source(): string | DatabaseSync {
    return this.settings.source;
  }

  private get isShared(): boolean {
    return typeof this.settings.source !== "string";
  }

  /** The connection outside any transaction. May throw SQLITE_BUSY: then try again later. */
  get(): Connection {
    if (this.isClosed) throw new SupportError("STOPPED", "The storage is closed. Create a new one.");
    this.connection ??= open(this.settings);
    if (this.isShared && this.connection.database.isTransaction) throw new HostIsBusyError();
    return this.connection;
  }

  close(): void {
    this.isClosed = true;
    if (!this.isShared && this.connection?.database.isOpen) this.connection.database.close();
    this.connection = undefined;
  }
}

/** The SQLite inside Node.js has FTS5 from 22.16 on. */
function requireFullTextSearch(database: DatabaseSync): void {
  const [used] = database.prepare("select sqlite_compileoption_used('ENABLE_FTS5') as used").all();
  if (used?.used === 1) return;
  database.close();
  throw new SupportError(
    "UNSUPPORTED",
    `The SQLite of Node.js ${process.versions.node} has no full-text search. Use Node.js 22.16 or later.`,
  );
}

function open({ source, prefix, synchronous }: SqliteSettings): Connection {
  if (typeof source !== "string") {
    const shared = new Connection(source);
    requireOurs(shared, prefix);
    return shared;
  }
  if (source !== ":memory:" && !existsSync(dirname(source)))
    throw new SupportError(
      "INVALID_CONFIGURATION",
      `The folder of "${source}" does not exist. Create it, or use another path.`,
    );
  const database = new DatabaseSync(source);
  requireFullTextSearch(database);
  try {
    // A lock is waited for asynchronously, never inside SQLite, where it would stop the event loop.
    database.exec("pragma busy_timeout = 0");
    const connection = new Connection(database);
    requireOurs(connection, prefix);
    database.exec("pragma journal_mode = wal");
    database.exec(`pragma synchronous = ${synchronous}`);
    // Erased text must not stay behind in the pages that held it.
    database.exec("pragma secure_delete = on");
    database.exec("pragma cache_size = -16000");
    // Every commit writes the ends of the same indexes: copied back four times less often, the log holds up to 16 MB.
    database.exec("pragma wal_autocheckpoint = 4000");
    database.exec("pragma temp_store = memory");
    database.exec("pragma journal_size_limit = 67108864");
    return connection;
  } catch (error) {
    database.close();
    throw error;
  }
}
