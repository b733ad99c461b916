import { accessSync, constants, statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { optionProblems } from "@heedkit/core";
import * as z from "zod";

export interface DiskBlobsOptions {
  /**
   * Absolute path of a directory that holds nothing else, such as `/var/lib/desk/files`. All processes of a desk must
   * share it. Created with mode 0700 if it doesn't exist.
   */
  readonly directory: string;
  /** Largest file that is stored or opened, in bytes. Default 104,857,600 (100 MiB). */
  readonly maxBytes?: number;
  /** How many files are read or written at once; further calls wait. Default 16. */
  readonly concurrency?: number;
}

const schema = z.strictObject({
  directory: z
    .string()
    .refine((path) => isAbsolute(path) && !path.includes("\0"), "must be an absolute path"),
  maxBytes: z.int("expected a whole number of bytes").min(1).max(2_147_483_647).optional(),
  concurrency: z.int("expected a whole number of calls").min(1).max(1_000).optional(),
});

/** Everything wrong with the options; empty if they are valid. */
export function diskProblems(options: DiskBlobsOptions): readonly string[] {
  return optionProblems(schema, options, () => {
    const { directory } = options;
    const found = statSync(directory, { throwIfNoEntry: false });
    if (found === undefined) return;
    if (!found.isDirectory()) throw new Error(`directory: ${directory} is not a directory.`);
    try {
      accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch {
      throw new Error(`directory: this process may not read and write ${directory}.`);
    }
  });
}
