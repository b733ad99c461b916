import type { Rows } from "@heedkit/storage-sql";
import { StatementError } from "../failures.ts";
import type { PgliteDatabase, PgliteQueries } from "../options.ts";
import type { Driver, Statement } from "./driver.ts";

/** PostgreSQL inside the process: one connection, which the host shares. */
export function pgliteDriver(database: PgliteDatabase): Driver {
  const run = async (queries: PgliteQueries, { sql, values }: Statement): Promise<Rows> => {
    const { rows } = await queries.query(sql, [...values], { rowMode: "array" });
    return rows.filter((row) => Array.isArray(row));
  };
  return {
    rows: (statement) => run(database, statement),
    // With one connection, nobody else can hold a lock.
    async transaction(statements) {
      await database.transaction(async (transaction) => {
        for (const [at, statement] of statements.entries()) {
          try {
            await run(transaction, statement);
          } catch (error) {
            throw new StatementError(at, error);
          }
        }
      });
    },
    session: (work) =>
      database.transaction((transaction) => {
        const rows = (statement: Statement) => run(transaction, statement);
        return work({ isTransaction: true, rows, unhurried: rows, discard: () => undefined });
      }),
    close: async () => undefined,
  };
}

/** Whether its rows outlive the process. */
export function isPgliteDurable({ dataDir }: PgliteDatabase): boolean {
  return dataDir !== undefined && dataDir !== "" && !dataDir.startsWith("memory://");
}
