import { isSupportError, SupportError } from "@heedkit/core";

/** Codes of https://www.postgresql.org/docs/current/errcodes-appendix.html that are treated by name. */
export const sqlStates = {
  divisionByZero: "22012",
  uniqueViolation: "23505",
  serializationFailure: "40001",
  deadlock: "40P01",
  lockNotAvailable: "55P03",
  queryCanceled: "57014",
  duplicateStatement: "42P05",
  unknownStatement: "26000",
  undefinedTable: "42P01",
  undefinedColumn: "42703",
  undefinedFunction: "42883",
  undefinedSchema: "3F000",
} as const;

/** A statement of a transaction that failed, so that nothing of it was kept. */
export class StatementError extends Error {
  override readonly name = "StatementError";
  /** Position of the statement in the transaction. */
  readonly at: number;

  constructor(at: number, cause: unknown) {
    super("A statement of the transaction failed.", { cause });
    this.at = at;
  }
}

/** Every SQLSTATE has a digit; what Node calls a broken connection, such as EPIPE, has none. */
const sqlStatePattern = /^(?=.*\d)[0-9A-Z]{5}$/;

/** The SQLSTATE of an error of the server, also of one that a library has wrapped; undefined where it is none. */
export function sqlState(error: unknown): string | undefined {
  for (const one of causes(error))
    if ("code" in one && typeof one.code === "string" && sqlStatePattern.test(one.code)) return one.code;
  return undefined;
}

/** The name of the constraint or index that an error names. */
export function constraintOf(error: unknown): string | undefined {
  for (const one of causes(error))
    if ("constraint" in one && typeof one.constraint === "string") return one.constraint;
  return undefined;
}

const deepest = 5;

function causes(error: unknown): readonly Error[] {
  const found: Error[] = [];
  for (let one = error; one instanceof Error && found.length < deepest; one = one.cause) found.push(one);
  return found;
}

/** Whether the same may succeed at once when it is run again: another transaction was in the way. */
export function isInTheWay(error: unknown): boolean {
  const state = sqlState(error);
  return state === sqlStates.serializationFailure || state === sqlStates.deadlock;
}

/**
 * Whether the server has refused a statement, so that nothing of its transaction was kept. Without its word, or when it
 * ended the connection, it may have been.
 */
export function isRefusal(error: unknown): error is StatementError {
  const state = sqlState(error);
  if (!(error instanceof StatementError) || state === undefined) return false;
  return state === sqlStates.queryCanceled || !/^(08|57|58)/.test(state);
}

/** The error as Heedkit's, saying what to do. */
export function toSupportError(error: unknown): unknown {
  if (error instanceof StatementError) return toSupportError(error.cause);
  if (isSupportError(error) || !(error instanceof Error)) return error;
  const state = sqlState(error);
  const because = `PostgreSQL: ${error.message}.`;
  const options = { cause: error, details: state === undefined ? {} : { sqlState: state } };
  const failed = (code: "STORAGE_UNAVAILABLE" | "STORAGE_FULL" | "SCHEMA_DRIFT", advice: string) =>
    new SupportError(code, `${advice} ${because}`, options);
  const final = (advice: string) =>
    new SupportError("STORAGE_UNAVAILABLE", `${advice} ${because}`, { ...options, retryable: false });

  switch (state) {
    case undefined:
      return failed("STORAGE_UNAVAILABLE", "The connection to the database failed.");
    case sqlStates.serializationFailure:
    case sqlStates.deadlock:
      return failed("STORAGE_UNAVAILABLE", "The transaction kept conflicting with others.");
    case sqlStates.lockNotAvailable:
      return failed(
        "STORAGE_UNAVAILABLE",
        "Another transaction holds a lock. Look for one that was left open.",
      );
    case sqlStates.undefinedTable:
    case sqlStates.undefinedColumn:
    case sqlStates.undefinedFunction:
    case sqlStates.undefinedSchema:
      return failed("SCHEMA_DRIFT", "The database schema does not match. Run schema.apply.");
    case "53100":
      return failed("STORAGE_FULL", "The database's disk is full. Free up space: nothing was written.");
    case "53200":
      return failed("STORAGE_UNAVAILABLE", "The database is out of memory.");
    case "53300":
      return failed("STORAGE_UNAVAILABLE", "The database has no connection left.");
    case sqlStates.queryCanceled:
      return failed("STORAGE_UNAVAILABLE", "The statement took too long and was cancelled.");
    case "25006":
      return failed("STORAGE_UNAVAILABLE", "The server accepts no writes: it is a standby, or read-only.");
    case "42501":
      return final("The database user lacks a permission. Grant it.");
    case "3D000":
      return final("The database does not exist. Create it, or correct the address.");
  }
  switch (state.slice(0, 2)) {
    case "08":
    case "57":
    case "58":
      return failed("STORAGE_UNAVAILABLE", "The connection to the database failed.");
    case "28":
      return final("The database rejected the user or the password.");
    case "22":
    case "23":
    case "54":
      return new SupportError("INVALID_INPUT", `The database rejected a value. ${because}`, options);
    case "53":
      return failed("STORAGE_UNAVAILABLE", "The database is short of a resource.");
    case "XX":
      return final("The database is damaged or has an internal error. Check its log.");
  }
  return new SupportError("INTERNAL", because, options);
}
