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
      `The host's transaction read before another wrote, and cannot write any more. Roll it back and repeat it, begun with "begin immediate". ${because}`,
      options,
    );
  if (code === shmSize) return full(because, options);

  switch (code & 0xff) {
    case codes.busy:
    case codes.locked:
      return new SupportError(
        "STORAGE_UNAVAILABLE",
        `Another connection held the database's lock for too long. Look for a transaction left open. ${because}`,
        options,
      );
    case codes.full:
      return full(because, options);
    case codes.readOnly:
      return final("The database cannot be written. Check the permissions of the file and its folder.");
    case codes.corrupt:
      return final("The database file is damaged. Restore it from a backup.");
    case codes.cannotOpen:
      return final("The database file cannot be opened. Check that its folder is there and may be written.");
    case codes.inputOutput:
      return new SupportError("STORAGE_UNAVAILABLE", `The disk failed. ${because}`, options);
    case codes.notADatabase:
      return new SupportError(
        "STORAGE_FOREIGN",
        `The file is not an SQLite database (or is encrypted). Give another path. ${because}`,
        options,
      );
    case codes.tooBig:
    case codes.constraint:
      return new SupportError("INVALID_INPUT", `The database refused a value. ${because}`, options);
    case codes.error:
      if (/no such (table|column)|has no column/.test(error.message))
        return new SupportError(
          "SCHEMA_DRIFT",
          `The tables are not as wanted: run schema.apply. ${because}`,
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
    `The disk is full. Make room: nothing was written. ${because}`,
    options,
  );
}
