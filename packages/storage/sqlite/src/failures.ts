import { isSupportError, SupportError } from "@heedkit/core";

/** Primary result codes: https://www.sqlite.org/rescode.html */
const codes = {
  error: 1,
  busy: 5,
  locked: 6,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  tooBig: 18,
  constraint: 19,
  notADatabase: 26,
} as const;

/** SQLITE_BUSY_SNAPSHOT: the transaction has read what another has changed since. Waiting does not help. */
const busySnapshot = 517;
/** SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY. */
const uniqueCodes: readonly (number | undefined)[] = [2067, 1555];
/** SQLITE_IOERR_SHMSIZE: no room to grow the index of the write-ahead log. */
const shmSize = 4874;

/** The extended result code of an error of `node:sqlite`. */
export function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode : undefined;
}

/** Whether somebody else holds the lock, so that the same may work in a moment. */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  if (code === undefined || code === busySnapshot) return false;
  return (code & 0xff) === codes.busy || (code & 0xff) === codes.locked;
}

/** The columns of the unique key that an error names; undefined where it is no such error. */
export function violatedColumns(error: unknown): readonly string[] | undefined {
  if (!(error instanceof Error) || !uniqueCodes.includes(resultCode(error))) return undefined;
  const [, names = ""] = error.message.split("UNIQUE constraint failed: ");
  return names.split(", ").map((name) => name.slice(name.indexOf(".") + 1));
}

/** The error as Heedkit's, saying what to do. */
export function toSupportError(error: unknown): unknown {
  const code = resultCode(error);
  if (isSupportError(error) || !(error instanceof Error) || code === undefined) return error;
  const options = { cause: error, details: { sqlite: code } };
  const because = `SQLite: ${error.message}.`;
  if (code === busySnapshot)
    return new SupportError(
      "STORAGE_UNAVAILABLE",
      `The host's transaction read before another one wrote, and can no longer write. Roll it back and retry, starting it with "begin immediate". ${because}`,
      options,
    );
  if (code === shmSize) return full(because, options);

  switch (code & 0xff) {
    case codes.busy:
    case codes.locked:
      return new SupportError(
        "STORAGE_UNAVAILABLE",
        `Another connection held the database lock for too long. Look for a transaction that was left open. ${because}`,
        options,
      );
    case codes.full:
      return full(because, options);
    case codes.readOnly:
      return final("The database is not writable. Check the permissions of the file and its folder.");
    case codes.corrupt:
      return final("The database file is damaged. Restore it from a backup.");
    case codes.cannotOpen:
      return final("The database file can't be opened. Check that its folder exists and is writable.");
    case codes.inputOutput:
      return new SupportError("STORAGE_UNAVAILABLE", `The disk failed. ${because}`, options);
    case codes.notADatabase:
      return new SupportError(
        "STORAGE_FOREIGN",
        `The file is not an SQLite database (or is encrypted). Use another path. ${because}`,
        options,
      );
    case codes.tooBig:
    case codes.constraint:
      return new SupportError("INVALID_INPUT", `The database rejected a value. ${because}`, options);
    case codes.error:
      if (/no such (table|column)|has no column/.test(error.message))
        return new SupportError(
          "SCHEMA_DRIFT",
          `The database schema does not match. Run schema.apply. ${because}`,
          options,
        );
  }
  return new SupportError("INTERNAL", because, options);

  function final(advice: string): SupportError {
    return new SupportError("STORAGE_UNAVAILABLE", `${advice} ${because}`, { ...options, retryable: false });
  }
}

function full(because: string, options: { readonly cause: unknown }): SupportError {
  return new SupportError(
    "STORAGE_FULL",
    `The disk is full. Free up space: nothing was written. ${because}`,
    options,
  );
}
