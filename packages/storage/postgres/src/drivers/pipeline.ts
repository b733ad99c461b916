import type { Rows } from "@heedkit/storage-sql";
import type { Connection, Submittable } from "pg";
import { StatementError } from "../failures.ts";
import type { Statement } from "./driver.ts";
import { preparedOn } from "./prepared.ts";

type Settle = (outcome: { readonly rows: readonly Rows[] } | { readonly error: unknown }) => void;

/**
 * Statements that go to the server in one write, and are answered together. Between two Sync messages all are one
 * transaction, which ends with the second, whole or not at all:
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 *
 * The rows come as PostgreSQL writes them, in text: nothing is described, and no parser of `pg` has a say.
 */
export class Pipeline implements Submittable {
  private readonly statements: readonly Statement[];
  private readonly isNamed: boolean;
  private readonly settle: Settle;
  private readonly rows: (readonly unknown[])[][] = [[]];
  private isSettled = false;
  private undo: () => void = () => undefined;

  constructor(statements: readonly Statement[], isNamed: boolean, settle: Settle) {
    this.statements = statements;
    this.isNamed = isNamed;
    this.settle = settle;
  }

  submit(connection: Connection): void {
    const { stream } = connection;
    stream.cork();
    try {
      const prepared = this.isNamed ? preparedOn(connection).prepare(this.statements) : null;
      this.undo = prepared?.forget ?? this.undo;
      for (const [at, { sql, values }] of this.statements.entries()) {
        const name = prepared?.names[at] ?? "";
        if (name === "") connection.parse({ name, text: sql, types: [] }, true);
        connection.bind({ statement: name, values: values.map(wireValue) }, true);
        connection.execute({}, true);
      }
      connection.sync();
    } finally {
      stream.uncork();
    }
  }

  handleDataRow({ fields }: { readonly fields: readonly unknown[] }): void {
    this.rows.at(-1)?.push(fields);
  }

  handleCommandComplete(): void {
    this.rows.push([]);
  }

  handleEmptyQuery(): void {
    this.rows.push([]);
  }

  handleError(error: unknown): void {
    this.undo();
    this.finish({ error: new StatementError(this.rows.length - 1, error) });
  }

  handleReadyForQuery(): void {
    this.finish({ rows: this.rows.slice(0, -1) });
  }

  // Nothing of the kind is asked for; `pg` would call them.
  handleRowDescription(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(): void {}
  handleCopyData(): void {}

  private finish(outcome: Parameters<Settle>[0]): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.settle(outcome);
  }
}

function wireValue(value: unknown): string | Buffer | null {
  if (value === null) return null;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return String(value);
}
