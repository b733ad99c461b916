import type { Bound, MysqlValue } from "@heedkit/storage-sql";
import { type Connection, createConnection, type QueryError } from "mysql2";
import { errorNumber, errors, isLost } from "../failures.ts";
import type { MysqlSettings } from "../options.ts";
import { type Outcome, outcomeOf } from "./outcomes.ts";

/** Prepared statements kept on a connection; the server keeps 16,382 for all of its clients by default. */
const mostStatements = 200;
/** How much longer than the server we wait for it, before we take the connection for broken. */
const graceMs = 2_000;

/** One connection to the database, which is ours alone. */
export class Session {
  /** Set when it broke or nobody knows what the server makes of it. */
  isLost = false;
  /** When it was last used, by the monotonic clock in milliseconds. */
  usedAt = performance.now();
  private readonly connection: Connection;
  private timeout: number | undefined;

  private constructor(connection: Connection, statementTimeoutMs: number) {
    this.connection = connection;
    this.timeout = statementTimeoutMs === 0 ? undefined : statementTimeoutMs + graceMs;
  }

  /** `onLost` is called when the connection breaks while nothing runs on it. */
  static open(settings: MysqlSettings, onLost: (session: Session) => void): Promise<Session> {
    const connection = createConnection({
      ...settings.connection,
      charset: "utf8mb4_bin",
      connectTimeout: settings.connectTimeoutMs,
      multipleStatements: true,
      // UPDATE counts the rows it found, also those that it had nothing to change in.
      flags: ["+FOUND_ROWS"],
      infileStreamFactory: () => {
        throw new Error("The server asked for a file of ours.");
      },
      maxPreparedStatements: mostStatements,
      rowsAsArray: true,
      supportBigNumbers: true,
      typeCast: true,
    });
    const session = new Session(connection, settings.statementTimeoutMs);
    connection.on("error", () => {
      session.isLost = true;
      onLost(session);
    });
    connection.on("end", () => {
      session.isLost = true;
      onLost(session);
    });
    return new Promise((resolve, reject) => {
      connection.connect((error) => {
        if (error === null || error === undefined) return resolve(session);
        session.destroy();
        reject(error);
      });
    });
  }

  /** Runs work whose statements may take as long as they want, as making an index may. */
  async unhurried<Result>(
    { limitTime }: { limitTime(milliseconds: number): string },
    work: () => Promise<Result>,
  ): Promise<Result> {
    const { timeout } = this;
    this.timeout = undefined;
    try {
      await this.run([limitTime(0)]);
      return await work();
    } finally {
      this.timeout = timeout;
      const limit = timeout === undefined ? 0 : timeout - graceMs;
      if (!this.isLost) await this.run([limitTime(limit)]).catch(() => this.destroy());
    }
  }

  /**
   * Sends statements as one text; the server stops at the first that fails. They hold their values as literals: see
   * `literals.ts`.
   */
  async run(statements: readonly string[]): Promise<readonly Outcome[]> {
    const result = await this.call((done) =>
      this.connection.query({ sql: statements.join(";\n"), ...this.limits }, done),
    );
    const results = statements.length === 1 ? [result] : Array.isArray(result) ? result : [];
    return results.map(outcomeOf);
  }

  /** Runs a prepared statement. */
  async execute({ sql, values }: Bound<MysqlValue | null>): Promise<Outcome> {
    const parameters = values.map((value) =>
      value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value,
    );
    const execute = () =>
      this.call((done) => this.connection.execute({ sql, values: parameters, ...this.limits }, done));
    try {
      return outcomeOf(await execute());
    } catch (error) {
      // Tables have changed since it was prepared, or the server has forgotten it.
      const number = errorNumber(error);
      if (number !== errors.mustPrepareAgain && number !== errors.unknownStatement) throw error;
      this.connection.unprepare(sql);
      return outcomeOf(await execute());
    }
  }

  /** Whether the connection still works. */
  async ping(): Promise<boolean> {
    try {
      await this.call((done) => this.connection.query({ sql: "do 0", ...this.limits }, done));
      return true;
    } catch {
      return false;
    }
  }

  /** Says goodbye to the server. */
  end(): Promise<void> {
    return new Promise((resolve) => {
      this.connection.end(() => {
        this.connection.destroy();
        resolve();
      });
    });
  }

  destroy(): void {
    this.isLost = true;
    this.connection.destroy();
  }

  private get limits() {
    return this.timeout === undefined ? {} : { timeout: this.timeout };
  }

  private call(
    begin: (done: (error: QueryError | null, result: unknown) => void) => unknown,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      begin((error, result) => {
        this.usedAt = performance.now();
        if (error === null || error === undefined) return resolve(result);
        if (isLost(error)) this.isLost = true;
        reject(error);
      });
    });
  }
}
