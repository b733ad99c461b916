import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type Bound, LruCache, type SqliteValue } from "@heedkit/storage-sql";

/** Prepared statements kept per connection; each holds some kilobytes. */
const mostStatements = 500;

/** Runs work on a connection when it is free. */
export type Run = <Result>(work: (connection: Connection) => Result) => Promise<Result>;

/** A connection with its prepared statements. */
export class Connection {
  readonly database: DatabaseSync;
  /** Grows with each row that was changed, so that one can see whether a failed piece of work left anything behind. */
  changed = 0;
  private readonly statements = new LruCache<string, StatementSync>(mostStatements);

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  /** Runs a statement that changes rows; returns how many. */
  run({ sql, values }: Bound<SqliteValue>): number {
    const changes = Number(this.prepared(sql).run(...values).changes);
    this.changed += changes;
    return changes;
  }

  /** The rows of a statement, as arrays of its columns. */
  rows({ sql, values }: Bound<SqliteValue>): readonly (readonly unknown[])[] {
    return this.prepared(sql).all(...values) as unknown as readonly unknown[][];
  }

  /** Runs statements that are not worth keeping. */
  execute(sql: string): void {
    this.changed++;
    this.database.exec(sql);
  }

  begin(): void {
    this.prepared("begin immediate").run();
  }

  commit(): void {
    this.prepared("commit").run();
  }

  /** Also where SQLite has rolled back by itself, as it does when the disk is full. */
  rollback(): void {
    if (this.database.isTransaction) this.prepared("rollback").run();
  }

  /** Runs the work; what it changed is undone when it throws. For use inside a transaction. */
  guarded<Result>(work: () => Result): Result {
    this.prepared("savepoint heedkit").run();
    try {
      const result = work();
      this.prepared("release heedkit").run();
      return result;
    } catch (error) {
      if (this.database.isTransaction) {
        this.prepared("rollback to heedkit").run();
        this.prepared("release heedkit").run();
      }
      throw error;
    }
  }

  private prepared(sql: string): StatementSync {
    return this.statements.get(sql, () => {
      const statement = this.database.prepare(sql);
      statement.setReturnArrays(true);
      return statement;
    });
  }
}
