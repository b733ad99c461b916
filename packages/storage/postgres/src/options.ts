import { requirePrefix, requireWhole, wrongOption } from "@heedkit/storage-sql";
import type { ClientConfig, Pool } from "pg";

/** What Heedkit needs of PGlite, PostgreSQL inside the process: https://pglite.dev. */
export interface PgliteDatabase extends PgliteQueries {
  readonly dataDir?: string | undefined;
  transaction<Result>(work: (transaction: PgliteQueries) => Promise<Result>): Promise<Result>;
}

/** What queries and transactions of PGlite have in common. */
export interface PgliteQueries {
  query(
    sql: string,
    values?: unknown[],
    options?: { readonly rowMode?: "array" },
  ): Promise<{ readonly rows: readonly unknown[] }>;
}

/** What {@link postgresStorage} takes: one of `url`, `connection`, `pool` or `pglite`, and the rest as wanted. */
export interface PostgresStorageOptions {
  /** Where the database is: `postgres://user:password@host:5432/database`. */
  readonly url?: string;
  /** In place of `url`, or to add to it: what the `Client` of `pg` takes, such as `ssl: { ca }`. */
  readonly connection?: ClientConfig;
  /** In place of both: a pool of the host, which stays the host's to end. One connection is enough. */
  readonly pool?: Pool;
  /** In place of all of them: a PGlite of the host, which stays the host's to close. */
  readonly pglite?: PgliteDatabase;
  /** Most connections of our own at once, from 1. Not for a `pool` of the host. Default 10. */
  readonly maxConnections?: number;
  /** The PostgreSQL schema that holds the tables; made by `schema.apply` when it is not there. Default `public`. */
  readonly schema?: string;
  /** What the tables' names begin with: lower-case letters and digits, and `_` as the last. Default `heedkit_`. */
  readonly prefix?: string;
  /**
   * Whether a pooler that gives each transaction another connection stands between: PgBouncer in transaction mode, or
   * the like. Statements are then not prepared by name, and nothing is kept in a session. Default false.
   */
  readonly transactionPooler?: boolean;
  /** How long to wait for a connection before STORAGE_UNAVAILABLE, in milliseconds. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /**
   * How long one read or commit may take before STORAGE_UNAVAILABLE, in milliseconds; `schema.apply` may take longer.
   * On connections of our own the server stops it, and one that does not answer has 2,000 more. Default 30,000.
   */
  readonly statementTimeoutMs?: number;
  /** How many numbers of a sequence are reserved at once; those left are lost when the process dies. Default 64. */
  readonly sequenceBlock?: number;
}

export type PostgresSource =
  | { readonly kind: "pool"; readonly pool: Pool }
  | { readonly kind: "connection"; readonly config: ClientConfig }
  | { readonly kind: "pglite"; readonly pglite: PgliteDatabase };

/** The options, checked, with the defaults filled in. */
export interface PostgresSettings {
  readonly source: PostgresSource;
  readonly maxConnections: number;
  readonly schema: string;
  readonly prefix: string;
  readonly transactionPooler: boolean;
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly sequenceBlock: number;
}

/** Throws INVALID_CONFIGURATION for options that cannot be. */
export function settingsOf(options: PostgresStorageOptions): PostgresSettings {
  const { schema = "public", prefix = "heedkit_", transactionPooler = false } = options;
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema) || schema.startsWith("pg_"))
    throw wrongOption(
      `The schema "${schema}" must be lower-case letters, digits and _, and not start with "pg_".`,
    );
  return {
    source: sourceOf(options),
    schema,
    prefix: requirePrefix(prefix),
    transactionPooler,
    maxConnections: requireWhole("maxConnections", options.maxConnections ?? 10, 1),
    connectTimeoutMs: requireWhole("connectTimeoutMs", options.connectTimeoutMs ?? 10_000, 1),
    statementTimeoutMs: requireWhole("statementTimeoutMs", options.statementTimeoutMs ?? 30_000, 1),
    sequenceBlock: requireWhole("sequenceBlock", options.sequenceBlock ?? 64, 1),
  };
}

function sourceOf({ url, connection, pool, pglite }: PostgresStorageOptions): PostgresSource {
  const isAddressed = url !== undefined || connection !== undefined;
  const given = [pool, pglite, isAddressed || undefined].filter((one) => one !== undefined);
  if (given.length !== 1 || url === "")
    throw wrongOption("Pass a url, a connection, a pool or a pglite to postgresStorage.");
  if (pool !== undefined) return { kind: "pool", pool };
  if (pglite !== undefined) return { kind: "pglite", pglite };
  const address = url === undefined ? {} : { connectionString: url };
  return { kind: "connection", config: { ...connection, ...address } };
}
