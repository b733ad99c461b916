import { createHash } from "node:crypto";
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

/**
 * The same for the same statement, and never for another: behind a pooler the server's connection may hold what another
 * process has prepared, and must not run something else by its name.
 */
function nameOf(sql: string): string {
  return `heedkit_${createHash("sha256").update(sql).digest("hex").slice(0, 32)}`;
}

class PreparedStatements {
  private readonly connection: Connection;
  private readonly names = new Map<string, string>();
  private doubtful: string[] = [];

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /**
   * Prepares what is not prepared yet, ahead of everything else. `forget` is for when the transaction failed: which of
   * them the server has read by then is not known.
   */
  prepare(statements: readonly Statement[]): { readonly names: readonly string[]; forget(): void } {
    // Closing a missing statement is not an error.
    for (const name of this.doubtful.splice(0)) this.close(name);
    const fresh: string[] = [];
    const names = statements.map(({ sql }) => {
      const name = this.names.get(sql);
      if (name !== undefined) return name;
      const made = nameOf(sql);
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
    // Missing from the types of `pg`, which has had it since its first version.
    (this.connection as Connection & { close(what: { type: "S"; name: string }): void }).close({
      type: "S",
      name,
    });
  }
}
