import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { type Blobs, callsAtMost, isSupportError, SupportError, unusableBlobs } from "@heedkit/core";
import { deleteDurably, isMissing, removeAbandoned, writeDurably } from "./durable.ts";
import { type DiskBlobsOptions, diskProblems } from "./options.ts";
import { placeOf } from "./paths.ts";

/**
 * Stores files below a directory. A file is replaced as a whole, and is on disk when `put` resolves. Never throws: errors
 * in the options are in `problems`, which `createSupport` lists with all others.
 *
 * ```ts
 * const support = await createSupport({ storage, blobs: diskBlobs({ directory: "/var/lib/desk/files" }) });
 * ```
 *
 * Calls reject with `MESSAGE_TOO_LARGE` for a file above `maxBytes`, `STORAGE_FULL` if the disk or a quota is full, and
 * `BLOBS_UNAVAILABLE` if the disk fails.
 */
export function diskBlobs(options: DiskBlobsOptions): Blobs {
  const problems = diskProblems(options);
  if (problems.length > 0) return unusableBlobs("disk", problems);
  const { maxBytes = 104_857_600, concurrency = 16 } = options;
  const directory = resolve(options.directory);
  const limited = callsAtMost(concurrency);
  let cleaning: Promise<void> | null = null;

  const call = <Result>(verb: string, work: () => Promise<Result>): Promise<Result> =>
    limited(async () => {
      try {
        return await work();
      } catch (error) {
        throw failure(verb, error);
      }
    });

  return {
    put: (key, bytes) =>
      call("store", async () => {
        if (bytes.length > maxBytes) throw tooLarge(bytes.length, maxBytes);
        cleaning ??= removeAbandoned(directory);
        await cleaning;
        const { folder, file } = await placeOf(directory, key);
        await writeDurably(directory, folder, file, bytes);
      }),
    open: (key) =>
      call("open", async () => {
        const { file } = await placeOf(directory, key);
        return read(file, maxBytes);
      }),
    delete: (key) =>
      call("delete", async () => {
        const { folder, file } = await placeOf(directory, key);
        await deleteDurably(folder, file);
      }),
  };
}

async function read(file: string, maxBytes: number): Promise<Uint8Array | null> {
  const handle = await open(file, "r").catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (handle === null) return null;
  try {
    const { size } = await handle.stat();
    if (size > maxBytes) throw tooLarge(size, maxBytes);
    return new Uint8Array(await handle.readFile());
  } finally {
    await handle.close();
  }
}

function tooLarge(size: number, limit: number): SupportError {
  const text = `The file has ${size} bytes; the blob store takes ${limit}. Raise maxBytes of diskBlobs.`;
  return new SupportError("MESSAGE_TOO_LARGE", text, { details: { size, limit } });
}

/** Without the path, which callers of the desk must not see; the cause has it. */
function failure(verb: string, error: unknown): SupportError {
  if (isSupportError(error)) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  const isFull = ["ENOSPC", "EDQUOT"].includes(code);
  return new SupportError(
    isFull ? "STORAGE_FULL" : "BLOBS_UNAVAILABLE",
    `The blob store could not ${verb} a file: ${isFull ? "the disk or its quota is full" : code}.`,
    { cause: error },
  );
}
