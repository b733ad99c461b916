import { SupportError } from "../errors/index.ts";
import { blobKey, type Context, stageBlob, type Transaction, transact } from "../kernel/index.ts";
import type { NewAttachment } from "./inputs.ts";
import type { Attachment } from "./schema.ts";
import type { CaseSettings } from "./settings.ts";

/** Names files in a message; where blobs are rows, their bytes become part of the same commit. */
export type Attach = (tx: Transaction) => readonly Attachment[];

/**
 * Gets files ready for the commit that names them. A store of the host's own takes them before that commit, once
 * `admit` has let the actor in, and a commit that fails leaves them there unreferenced.
 *
 * @throws SupportError MESSAGE_TOO_LARGE when a file is larger than `cases.maxAttachmentBytes`.
 */
export async function storeAttachments(
  context: Context,
  { maxAttachmentBytes }: CaseSettings,
  given: readonly NewAttachment[],
  admit: (tx: Transaction) => Promise<unknown>,
): Promise<Attach> {
  const { kernel, tenantId } = context;
  for (const file of given)
    if (file.bytes.length > maxAttachmentBytes) throw tooLarge(file, maxAttachmentBytes);
  const files = given.map((file) => ({ ...file, key: blobKey(tenantId, kernel.ids.create("att")) }));
  const { keepsBlobsAsRows } = kernel;
  if (!keepsBlobsAsRows && files.length > 0) {
    await transact(context, admit);
    await Promise.all(files.map(({ key, bytes }) => kernel.blobs.put(key, bytes)));
  }
  return (tx) =>
    files.map(({ key, bytes, name, mediaType, contentId }) => {
      if (keepsBlobsAsRows) stageBlob(tx, key, bytes);
      return { name, mediaType, contentId, size: bytes.length, source: { from: "blob", key } };
    });
}

function tooLarge({ name, bytes }: NewAttachment, limit: number): SupportError {
  const text = `The attachment "${name}" has ${bytes.length} bytes; at most ${limit} are taken. Raise cases.maxAttachmentBytes or send less.`;
  return new SupportError("MESSAGE_TOO_LARGE", text, { details: { name, size: bytes.length, limit } });
}
