import type { Bound, PostgresValue, Rows } from "@heedkit/storage-sql";

export type Statement = Bound<PostgresValue>;

/** A connection that is one's own for a while. */
export interface Session {
  /** Runs one statement and waits for it. */
  rows(statement: Statement): Promise<Rows>;
  /** The same with no timer of ours: for what takes as long as a table is large. */
  unhurried(statement: Statement): Promise<Rows>;
  /** Has the connection closed when the work is done, for what it was left in might harm who comes next. */
  discard(): void;
  /** Whether it is a transaction already, which ends with the work. */
  readonly isTransaction: boolean;
}

/** How statements reach PostgreSQL. */
export interface Driver {
  /** Runs one statement that stands for itself. */
  rows(statement: Statement): Promise<Rows>;
  /**
   * Runs all in one transaction, in order, or none. Throws StatementError for the one that failed. With `lockTimeoutMs`
   * that is also one that has waited so long for a lock of others.
   */
  transaction(statements: readonly Statement[], lockTimeoutMs?: number): Promise<void>;
  /** Runs work with exclusive use of a connection. */
  session<Result>(work: (session: Session) => Promise<Result>): Promise<Result>;
  /** Waits for what is running, then lets go of the connections. */
  close(): Promise<void>;
}
