import { blobKey, type Context, stageBlob, type Transaction } from "../kernel/index.ts";
import type { NewAttachment } from "./inputs.ts";
import type { Attachment } from "./schema.ts";

/** Names files in a message; where blobs are rows, their bytes become part of the same commit. */
export type Attach = (tx: Transaction) => readonly Attachment[];

/**
 * Gets files ready for the commit that names them. A store of the host's own takes them before that commit, and a
 * commit that fails leaves them there unreferenced.
 */
export async function storeAttachments(
  { kernel, tenantId }: Context,
  given: readonly NewAttachment[],
): Promise<Attach> {
  const files = given.map((file) => ({ ...file, key: blobKey(tenantId, kernel.ids.create("att")) }));
  const { keepsBlobsAsRows } = kernel;
  if (!keepsBlobsAsRows) await Promise.all(files.map(({ key, bytes }) => kernel.blobs.put(key, bytes)));
  return (tx) =>
    files.map(({ key, bytes, name, mediaType, contentId }) => {
      if (keepsBlobsAsRows) stageBlob(tx, key, bytes);
      return { name, mediaType, contentId, size: bytes.length, source: { from: "blob", key } };
    });
}
