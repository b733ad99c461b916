import { requirePrefix, requireWhole, wrongOption } from "@heedkit/storage-sql";
import type { ClientConfig, Pool } from "pg";

/** What Heedkit needs from PGlite, PostgreSQL inside the process: https://pglite.dev. */
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

/** Options of {@link postgresStorage}: one of `url`, `connection`, `pool` or `pglite`, and any others. */
export interface PostgresStorageOptions {
  /** Database URL: `postgres://user:password@host:5432/database`. */
  readonly url?: string;
  /** Instead of `url`, or in addition to it: options of `pg`'s `Client`, such as `ssl: { ca }`. */
  readonly connection?: ClientConfig;
  /** Instead of both: a pool of the host, which the host closes. One connection is enough. */
  readonly pool?: Pool;
  /** Instead of all of them: a PGlite of the host, which the host closes. */
  readonly pglite?: PgliteDatabase;
  /** Maximum connections, at least 1. Ignored with a `pool` of the host. Default 10. */
  readonly maxConnections?: number;
  /** The PostgreSQL schema for the tables; created by `schema.apply` if missing. Default `public`. */
  readonly schema?: string;
  /** Prefix of table names: lower-case letters and digits, ending in `_`. Default `heedkit_`. */
  readonly prefix?: string;
  /**
   * Whether there is a pooler that assigns a connection to each transaction, such as PgBouncer in transaction mode.
   * Then statements are not prepared by name, and nothing is stored in a session. Default false.
   */
  readonly transactionPooler?: boolean;
  /** How long to wait for a connection before STORAGE_UNAVAILABLE, in milliseconds. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /**
   * How long one read or commit may take before STORAGE_UNAVAILABLE, in milliseconds; `schema.apply` may take longer.
   * On our own connections the server cancels it, and a server that does not respond has 2,000 more. Default 30,000.
   */
  readonly statementTimeoutMs?: number;
  /** How many numbers of a sequence are reserved at once; unused ones are lost when the process dies. Default 64. */
  readonly sequenceBlock?: number;
}

export type PostgresSource =
  | { readonly kind: "pool"; readonly pool: Pool }
  | { readonly kind: "connection"; readonly config: ClientConfig }
  | { readonly kind: "pglite"; readonly pglite: PgliteDatabase };

/** The validated options, with defaults. */
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

/** Throws INVALID_CONFIGURATION for invalid options. */
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
