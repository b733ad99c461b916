import { SupportError } from "../errors/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { NewAttachment } from "./inputs.ts";
import type { Attachment } from "./schema.ts";
import { casesState } from "./state.ts";

/**
 * Keeps files with the commit and names them for the message that brings them. Check first whether the command may go
 * through: a store of the host's own takes the bytes at once.
 *
 * @throws SupportError MESSAGE_TOO_LARGE when a file is larger than `cases.maxAttachmentBytes`
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

function tooLarge({ name, bytes }: NewAttachment, limit: number): SupportError {
  const text = `The attachment "${name}" has ${bytes.length} bytes; at most ${limit} are taken. Raise cases.maxAttachmentBytes or send less.`;
  return new SupportError("MESSAGE_TOO_LARGE", text, { details: { name, size: bytes.length, limit } });
}
