import type { Context } from "../kernel/index.ts";
import type { NewAttachment } from "./inputs.ts";
import type { Attachment } from "./schema.ts";

/** Puts files into the blobs before the commit that names them; a commit that fails leaves them unreferenced. */
export async function storeAttachments(
  { kernel, tenantId }: Context,
  given: readonly NewAttachment[],
): Promise<readonly Attachment[]> {
  return Promise.all(
    given.map(async ({ bytes, name, mediaType, contentId }): Promise<Attachment> => {
      const key = `${tenantId}/${kernel.ids.create("att")}`;
      await kernel.blobs.put(key, bytes);
      return { name, mediaType, contentId, size: bytes.length, source: { from: "blob", key } };
    }),
  );
}
