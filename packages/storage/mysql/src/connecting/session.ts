import type { Bound, MysqlValue } from "@heedkit/storage-sql";
import { type Connection, createConnection, type QueryError } from "mysql2";
import { errorNumber, errors, isLost, SilentServerError } from "../failures.ts";
import type { MysqlSettings } from "../options.ts";
import { type Outcome, outcomeOf } from "./outcomes.ts";

/** Prepared statements kept on a connection; the server keeps 16,382 for all of its clients by default. */
const mostStatements = 200;
/** How much longer than the server we wait for it, before we take the connection for broken. */
const graceMs = 2_000;
/** How long we wait where the server may take as long as it wants: a connection may be dead all the same. */
const unhurriedMs = 3_600_000;
/** How long a goodbye may take. */
const farewellMs = 1_000;

/** One connection to the database, which is ours alone. */
export class Session {
  /** Set when it broke or nobody knows what the server makes of it. */
  isLost = false;
  /** When it was last used, by the monotonic clock in milliseconds. */
  usedAt = performance.now();
  private readonly connection: Connection;
  private readonly connectTimeoutMs: number;
  /** How long the server may take for statements; undefined: as long as it wants. */
  private statementMs: number | undefined;

  private constructor(connection: Connection, { statementTimeoutMs, connectTimeoutMs }: MysqlSettings) {
    this.connection = connection;
    this.connectTimeoutMs = connectTimeoutMs;
    this.statementMs = statementTimeoutMs === 0 ? undefined : statementTimeoutMs;
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
        throw new Error("The server requested a local file.");
      },
      maxPreparedStatements: mostStatements,
      rowsAsArray: true,
      supportBigNumbers: true,
      typeCast: true,
    });
    const session = new Session(connection, settings);
    connection.on("error", () => {
      session.isLost = true;
      onLost(session);
    });
    connection.on("end", () => {
      session.isLost = true;
      onLost(session);
    });
    // mysql2 bounds reaching the server, TLS and logging in only together with hearing from it at all.
    const connecting = session.call(settings.connectTimeoutMs, (done) =>
      connection.connect((error) => done(error, null)),
    );
    return connecting.then(
      () => session,
      (error: unknown) => {
        session.destroy();
        throw error;
      },
    );
  }

  /** Runs work whose statements may take as long as they want, as making an index may. */
  async unhurried<Result>(
    { limitTime }: { limitTime(milliseconds: number): string },
    work: () => Promise<Result>,
  ): Promise<Result> {
    const { statementMs } = this;
    this.statementMs = undefined;
    try {
      await this.run([limitTime(0)]);
      return await work();
    } finally {
      this.statementMs = statementMs;
      if (!this.isLost) await this.run([limitTime(statementMs ?? 0)]).catch(() => this.destroy());
    }
  }

  /**
   * Sends statements as one text; the server stops at the first that fails. They hold their values as literals: see
   * `literals.ts`.
   */
  async run(statements: readonly string[]): Promise<readonly Outcome[]> {
    const result = await this.call(this.answerMs, (done) =>
      this.connection.query({ sql: statements.join(";\n") }, done),
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
      this.call(this.answerMs, (done) => this.connection.execute({ sql, values: parameters }, done));
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
      await this.call(this.connectTimeoutMs, (done) => this.connection.query({ sql: "do 0" }, done));
      return true;
    } catch {
      return false;
    }
  }

  /** Says goodbye to the server. */
  end(): Promise<void> {
    const leaving = this.call(farewellMs, (done) =>
      this.connection.end((error) => done(error ?? null, null)),
    );
    return leaving.then(
      () => this.destroy(),
      () => this.destroy(),
    );
  }

  destroy(): void {
    this.isLost = true;
    this.connection.destroy();
  }

  private get answerMs(): number {
    return this.statementMs === undefined ? unhurriedMs : this.statementMs + graceMs;
  }

  /**
   * Waits for the server for so long at the most, then drops the connection: whatever was under way on it, preparing a
   * statement included, for which mysql2 has no time limit of its own.
   */
  private call(
    limitMs: number,
    begin: (done: (error: QueryError | null, result: unknown) => void) => unknown,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.destroy();
        reject(new SilentServerError(limitMs));
      }, limitMs);
      begin((error, result) => {
        clearTimeout(timer);
        this.usedAt = performance.now();
        if (error === null || error === undefined) return resolve(result);
        if (isLost(error)) this.isLost = true;
        reject(error);
      });
    });
  }
}
