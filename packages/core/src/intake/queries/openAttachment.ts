import * as z from "zod";
import { defineProcedure, file, reference } from "../../kernel/index.ts";
import type { Bytes } from "../../ports/index.ts";
import { openAttachmentOf } from "../openAttachment.ts";

/** More than any message has. */
const mostAttachments = 100_000;

const input = z.strictObject({
  messageId: reference("message"),
  index: z
    .int()
    .min(0)
    .max(mostAttachments)
    .describe("Its position among the message's attachments, from 0."),
});

/**
 * Returns an attachment's content. Customers can open those of conversations they take part in, but not those of notes
 * or of messages from before they joined.
 * @throws SupportError NOT_FOUND; UNSUPPORTED if the channel can't open attachments.
 */
export const openAttachment = defineProcedure({
  kind: "query",
  name: "intake.openAttachment",
  summary: "Returns an attachment's content.",
  input,
  output: file,
  access: { permission: "cases.read", customer: "scoped" },
  http: "GET /messages/{messageId}/attachments/{index}",
  run: (context, { messageId, index }): Promise<Bytes> => openAttachmentOf(context, messageId, index),
});
