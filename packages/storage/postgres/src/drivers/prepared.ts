import type { Connection } from "pg";
import type { Statement } from "./driver.ts";

/** Prepared statements kept per connection; each holds some kilobytes on the server. */
const mostStatements = 400;

const known = new WeakMap<Connection, PreparedStatements>();

/** The statements that were prepared on a connection. */
export function preparedOn(connection: Connection): PreparedStatements {
  const there = known.get(connection) ?? new PreparedStatements(connection);
  known.set(connection, there);
  return there;
}

class PreparedStatements {
  private readonly connection: Connection;
  private readonly names = new Map<string, string>();
  private doubtful: string[] = [];
  private count = 0;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /**
   * Prepares what is not prepared yet, ahead of everything else. `forget` is for when the transaction failed: which of
   * them the server has read by then is not known.
   */
  prepare(statements: readonly Statement[]): { readonly names: readonly string[]; forget(): void } {
    // To close a statement that is not there is no error.
    for (const name of this.doubtful.splice(0)) this.close(name);
    const fresh: string[] = [];
    const names = statements.map(({ sql }) => {
      const name = this.names.get(sql);
      if (name !== undefined) return name;
      const made = `heedkit_${++this.count}`;
      this.connection.parse({ name: made, text: sql, types: [] }, true);
      this.names.set(sql, made);
      fresh.push(sql);
      return made;
    });
    this.dropOldest(new Set(names));
    return {
      names,
      forget: () => {
        for (const sql of fresh) {
          this.doubtful.push(this.names.get(sql) ?? "");
          this.names.delete(sql);
        }
      },
    };
  }

  private dropOldest(used: ReadonlySet<string>): void {
    for (const [sql, name] of this.names) {
      if (this.names.size <= mostStatements) return;
      if (used.has(name)) continue;
      this.names.delete(sql);
      this.doubtful.push(name);
    }
  }

  private close(name: string): void {
    // Not in the types of `pg`, which knows it since its first version.
    (this.connection as Connection & { close(what: { type: "S"; name: string }): void }).close({
      type: "S",
      name,
    });
  }
}
