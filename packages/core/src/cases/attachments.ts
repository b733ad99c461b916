import { SupportError } from "../errors/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { NewAttachment } from "./inputs.ts";
import type { Attachment } from "./schema.ts";
import { casesState } from "./state.ts";

/**
 * Stores files with the commit and describes them for their message. Check first that the command is allowed: a host's
 * own store receives the bytes immediately.
 *
 * @throws SupportError MESSAGE_TOO_LARGE if a file is larger than `cases.maxAttachmentBytes`
 */
export async function attach(
  tx: Transaction,
  files: readonly NewAttachment[],
): Promise<readonly Attachment[]> {
  const { maxAttachmentBytes } = tx.use(casesState).settings;
  for (const file of files)
    if (file.bytes.length > maxAttachmentBytes) throw tooLarge(file, maxAttachmentBytes);
  const attached: Attachment[] = [];
  for (const { name, mediaType, contentId, bytes } of files) {
    const key = await tx.stage(bytes);
    attached.push({ name, mediaType, contentId, size: bytes.length, source: { from: "blob", key } });
  }
  return attached;
}

/** Removes the bytes of files that nothing references any more. */
export async function freeFiles(tx: Transaction, files: readonly Attachment[]): Promise<void> {
  await tx.unstage(files.flatMap(({ source }) => (source.from === "blob" ? [source.key] : [])));
}

function tooLarge({ name, bytes }: NewAttachment, limit: number): SupportError {
  const text = `The attachment "${name}" has ${bytes.length} bytes; the limit is ${limit}. Raise cases.maxAttachmentBytes or send a smaller file.`;
  return new SupportError("MESSAGE_TOO_LARGE", text, { details: { name, size: bytes.length, limit } });
}
