import { isSupportError, SupportError, type SupportErrorOptions } from "@heedkit/core";

/** Error numbers: https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html, shared with MariaDB. */
export const errors = {
  duplicateKey: 1062,
  moreThanOneRow: 1242,
  noSuchSavepoint: 1305,
  mustPrepareAgain: 1615,
  unknownStatement: 1243,
} as const;

const lockLost = [1205, 1213];
/**
 * Of MariaDB with innodb_snapshot_isolation: a statement met a row that another has changed since the transaction read.
 * The whole transaction is undone, as after a deadlock, so that it is no conflict to be solved inside of it.
 */
const snapshotLost = [1020];
const full = [1021, 1026, 1114];
const notAsWanted = [1054, 1146, 1176, 1191];
const refusedValue = [1048, 1153, 1264, 1292, 1300, 1366, 1406, 1690, 3140];
const tooLong = [1406];
const noMoreConnections = [1040, 1203, 1226];
const notLetIn = [1044, 1045, 1049, 1142, 1143, 1227, 1251, 1698, 3159];
const readOnly = [1290, 1792, 1836];
const tookTooLong = [1969, 3024];
const lost = [1053, 1077, 1079, 1129, 1158, 1159, 1160, 1161, 1184, 1317, 1927, 2006, 2013, 3169, 4031];
/** Of the network and of mysql2. */
const lostCodes = /^(?:ECONN|EHOST|ENET|PROTOCOL_|(?:EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|POOL_CLOSED)$)/;

/** The server took a call and did not answer in time: the connection was dropped. */
export class SilentServerError extends Error {
  readonly code = "ETIMEDOUT";

  constructor(limitMs: number) {
    super(`The server did not respond within ${limitMs} ms`);
  }
}

/** The server's number of an error of mysql2; undefined where the server did not say it. */
export function errorNumber(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errno" in error) || !("sqlState" in error)) return undefined;
  return typeof error.errno === "number" ? error.errno : undefined;
}

/** Whether the connection can no longer be used: it broke, or nobody knows what the server makes of it. */
export function isLost(error: unknown): boolean {
  const number = errorNumber(error);
  if (number !== undefined) return number !== 1317 && lost.includes(number);
  if (!(error instanceof Error)) return false;
  if ("fatal" in error && error.fatal === true) return true;
  if (!("code" in error) || typeof error.code !== "string") return false;
  return lostCodes.test(error.code) || (error.code.startsWith("ER_") && error.code.includes("SOCKET"));
}

/** What the caller of a commit whose connection broke is told: whether it was applied is not known. */
export function commitInDoubt(cause: unknown): SupportError {
  return new SupportError(
    "STORAGE_UNAVAILABLE",
    "The connection to the database was lost during a commit. It is unknown whether it was applied: read before retrying.",
    { cause, details: { outcome: "unknown" } },
  );
}

/** Whether the database gave up on others' changes: nothing was written, and the same may work in a moment. */
export function isLockLost(error: unknown): boolean {
  return [...lockLost, ...snapshotLost].includes(errorNumber(error) ?? 0);
}

/** The name of the index that an error names as violated; undefined where it is no such error. */
export function violatedIndex(error: unknown): string | undefined {
  if (!(error instanceof Error) || errorNumber(error) !== errors.duplicateKey) return undefined;
  // MySQL from 8.0.19 on puts the table's name before.
  const [, index = ""] = /for key '(?:[^'.]*\.)?([^'.]*)'$/.exec(error.message) ?? [];
  return index;
}

/** The error as Heedkit's, saying what to do. */
export function toSupportError(error: unknown): unknown {
  if (isSupportError(error) || !(error instanceof Error)) return error;
  const number = errorNumber(error);
  // Some libraries put the whole statement into the message.
  const said = "sqlMessage" in error ? String(error.sqlMessage) : error.message;
  const because = `MySQL: ${said.replace(/\.$/, "")}.`;
  const options = { cause: error, details: number === undefined ? {} : { mysql: number } };
  const is = (numbers: readonly number[]) => number !== undefined && numbers.includes(number);
  const unavailable = (advice: string, more: SupportErrorOptions = {}) =>
    new SupportError("STORAGE_UNAVAILABLE", `${advice} ${because}`, { ...options, ...more });

  if (is(lockLost))
    return unavailable("Another transaction held a row lock for too long. Look for one that was left open.");
  if (is(snapshotLost))
    return unavailable(
      "Another transaction changed a row since this one started, and the database rolled this one back. Start it again, at READ COMMITTED.",
    );
  if (is(full) || (number === 1030 && /\b28\b/.test(error.message)))
    return new SupportError(
      "STORAGE_FULL",
      `The database is out of space. Free some up: nothing was written. ${because}`,
      options,
    );
  if (is(notAsWanted))
    return new SupportError(
      "SCHEMA_DRIFT",
      `The database schema does not match. Run schema.apply. ${because}`,
      options,
    );
  if (is(tooLong))
    return new SupportError(
      "INVALID_INPUT",
      `A value is too long: ids and tenants can have 255 characters. Nothing was written. ${because}`,
      options,
    );
  if (is(refusedValue))
    return new SupportError("INVALID_INPUT", `The database rejected a value. ${because}`, options);
  if (is(noMoreConnections))
    return unavailable(
      "The database accepts no more connections. Lower maxConnections or raise max_connections.",
    );
  if (is(notLetIn))
    return unavailable("The database denied access. Check user, password and grants.", {
      retryable: false,
    });
  if (is(readOnly)) return unavailable("The database is read-only. Connect to the primary.");
  if (is(tookTooLong)) return unavailable("A statement took longer than statementTimeoutMs.");
  if (number === 1317) return unavailable("A statement was killed.");
  if (isLost(error)) return unavailable("The database can't be reached, or the connection was lost.");
  return new SupportError("INTERNAL", because, options);
}
