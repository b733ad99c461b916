import type { Bound, PostgresValue, Rows } from "@heedkit/storage-sql";

export type Statement = Bound<PostgresValue>;

/** A connection that is one's own for a while. */
export interface Session {
  /** Runs one statement and waits for it. */
  rows(statement: Statement): Promise<Rows>;
  /** Whether it is a transaction already, which ends with the work. */
  readonly isTransaction: boolean;
}

/** How statements reach PostgreSQL. */
export interface Driver {
  /** Runs one statement that stands for itself. */
  rows(statement: Statement): Promise<Rows>;
  /** Runs all in one transaction, in order, or none. Throws StatementError for the one that failed. */
  transaction(statements: readonly Statement[]): Promise<void>;
  /** Runs work on a connection that nobody else uses meanwhile. */
  session<Result>(work: (session: Session) => Promise<Result>): Promise<Result>;
  /** Waits for what is running, then lets go of the connections. */
  close(): Promise<void>;
}
