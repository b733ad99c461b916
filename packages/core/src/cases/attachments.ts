import { isConflictError, isSupportError, SupportError } from "../errors/index.ts";
import { blobKey, type Context, stageBlob, type Transaction, transact } from "../kernel/index.ts";
import type { NewAttachment } from "./inputs.ts";
import type { Attachment } from "./schema.ts";
import type { CaseSettings } from "./settings.ts";

/** Names files in a message; where blobs are rows, their bytes become part of the same commit. */
export type Attach = (tx: Transaction) => readonly Attachment[];

interface Command<Result> {
  readonly files: readonly NewAttachment[];
  /** Lets the actor in, before anything is stored. */
  readonly admit: (tx: Transaction) => Promise<unknown>;
  readonly run: (attach: Attach) => Promise<Result>;
  /** Whether a result is of this call; false for that of an earlier one under the same idempotency key. */
  readonly isOwn: (result: Result, keys: ReadonlySet<string>) => boolean;
}

/**
 * Runs a command that brings files. A store of the host's own takes them before the commit that names them, and gives
 * them back when that commit is refused or was made by an earlier call. Only where nobody knows whether the commit was
 * made, because the connection broke, do they stay: a file too many is better than a message that lost one.
 *
 * @throws SupportError MESSAGE_TOO_LARGE when a file is larger than `cases.maxAttachmentBytes`.
 */
export async function withAttachments<Result>(
  context: Context,
  { maxAttachmentBytes }: CaseSettings,
  { files, admit, run, isOwn }: Command<Result>,
): Promise<Result> {
  const { kernel, tenantId } = context;
  for (const file of files)
    if (file.bytes.length > maxAttachmentBytes) throw tooLarge(file, maxAttachmentBytes);
  const stored = files.map((file) => ({ ...file, key: blobKey(tenantId, kernel.ids.create("att")) }));
  const { keepsBlobsAsRows } = kernel;
  const attach: Attach = (tx) =>
    stored.map(({ key, bytes, name, mediaType, contentId }) => {
      if (keepsBlobsAsRows) stageBlob(tx, key, bytes);
      return { name, mediaType, contentId, size: bytes.length, source: { from: "blob", key } };
    });
  if (keepsBlobsAsRows || stored.length === 0) return run(attach);

  const keys = stored.map(({ key }) => key);
  await transact(context, admit);
  try {
    await all(stored.map(({ key, bytes }) => kernel.blobs.put(key, bytes)));
    const result = await run(attach);
    if (!isOwn(result, new Set(keys))) await giveBack(context, keys);
    return result;
  } catch (error) {
    if (isRefusal(error) || error instanceof NotStored) await giveBack(context, keys);
    throw error instanceof NotStored ? error.cause : error;
  }
}

/** The files that a message names in the store of the host. */
export function namesOneOf(attachments: readonly Attachment[], keys: ReadonlySet<string>): boolean {
  return attachments.some(({ source }) => source.from === "blob" && keys.has(source.key));
}

class NotStored extends Error {}

/** Waits for all, also where one fails: what is still being stored could not be given back. */
async function all(puts: readonly Promise<void>[]): Promise<void> {
  for (const put of await Promise.allSettled(puts))
    if (put.status === "rejected") throw new NotStored("put", { cause: put.reason });
}

/** Whether a command surely wrote nothing. */
function isRefusal(error: unknown): boolean {
  return isConflictError(error) || (isSupportError(error) && !error.retryable);
}

async function giveBack({ kernel }: Context, keys: readonly string[]): Promise<void> {
  for (const outcome of await Promise.allSettled(keys.map((key) => kernel.blobs.delete(key))))
    if (outcome.status === "rejected")
      kernel.report(outcome.reason, "giving back the files of a refused command");
}

function tooLarge({ name, bytes }: NewAttachment, limit: number): SupportError {
  const text = `The attachment "${name}" has ${bytes.length} bytes; at most ${limit} are taken. Raise cases.maxAttachmentBytes or send less.`;
  return new SupportError("MESSAGE_TOO_LARGE", text, { details: { name, size: bytes.length, limit } });
}
