import type { Pool } from "pg";
import type { PostgresSettings, PostgresSource } from "../options.ts";

/** A pool that is opened when it is first needed. */
export interface OpenedPool {
  pool(): Promise<Pool>;
  close(): Promise<void>;
}

/** Errors of idle connections are ignored: the pool drops the connection and opens another. */
const ignore = () => undefined;

export function openPool(
  source: Exclude<PostgresSource, { kind: "pglite" }>,
  settings: PostgresSettings,
): OpenedPool {
  if (source.kind === "pool") {
    const { pool } = source;
    pool.on("error", ignore);
    return { pool: async () => pool, close: async () => void pool.off("error", ignore) };
  }
  let opening: Promise<Pool> | undefined;
  return {
    pool() {
      opening ??= makePool(source, settings);
      return opening;
    },
    async close() {
      await (await opening)?.end();
    },
  };
}

/** Whether the server stops a statement that takes too long; a pooler would not let the setting through. */
export function stopsItself(source: PostgresSource, { transactionPooler }: PostgresSettings): boolean {
  return source.kind === "connection" && !transactionPooler;
}

async function makePool(
  source: Extract<PostgresSource, { kind: "connection" }>,
  settings: PostgresSettings,
): Promise<Pool> {
  const { maxConnections, connectTimeoutMs, statementTimeoutMs } = settings;
  const { Pool } = (await import("pg")).default;
  const pool = new Pool({
    application_name: "heedkit",
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...source.config,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    ...(stopsItself(source, settings) ? { statement_timeout: statementTimeoutMs } : {}),
  });
  pool.on("error", ignore);
  return pool;
}
