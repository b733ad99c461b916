import * as z from "zod";
import { SupportError } from "../../../errors/index.ts";
import { defineQuery, file, reference } from "../../../kernel/index.ts";
import { keyOf, mostFiles } from "../files.ts";
import { requireDraft } from "../own.ts";

const input = z.strictObject({
  draftId: reference("draft"),
  index: z
    .int()
    .min(0)
    .max(mostFiles - 1)
    .describe("Its position among the draft's attachments, from 0."),
});

/** The bytes of a file of a draft. @throws SupportError NOT_FOUND */
export const openAttachment = defineQuery({
  name: "drafts.openAttachment",
  summary: "Returns the bytes of a file of a draft.",
  input,
  output: file,
  access: { permission: "drafts.write", cases: "named" },
  http: "GET /drafts/{draftId}/attachments/{index}",
  async run(read, { draftId, index }): Promise<Uint8Array> {
    const attachment = (await requireDraft(read, draftId)).attachments[index];
    const key = attachment === undefined ? null : keyOf(attachment);
    const bytes = key === null ? null : await read.blobs.open(key);
    if (bytes !== null) return bytes;
    throw new SupportError("NOT_FOUND", `There is no attachment ${index} of draft ${draftId}.`, {
      details: { draftId, index },
    });
  },
});
