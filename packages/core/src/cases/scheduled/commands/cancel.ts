import * as z from "zod";
import { defineCommand, reference, versionInput } from "../../../kernel/index.ts";
import { freeFiles } from "../../attachments.ts";
import { openReply } from "../requireReply.ts";
import { type ScheduledReplyRow, scheduledReplies, scheduledReplyView } from "../schema.ts";

/**
 * Cancels a scheduled reply and returns what it said, for a draft. Its files are freed.
 *
 * @throws SupportError NOT_FOUND when it was sent already
 */
export const cancel = defineCommand({
  name: "scheduledReplies.cancel",
  summary: "Cancels a scheduled reply and returns what it said.",
  input: z.strictObject({
    replyId: reference("scheduledReply"),
    expectedVersion: versionInput
      .optional()
      .describe("Refuses when it was changed since this version was read."),
  }),
  output: scheduledReplyView,
  access: { permission: "cases.reply", cases: "named" },
  http: "POST /scheduled-replies/{replyId}/cancel",
  async run(tx, given): Promise<ScheduledReplyRow> {
    const { row } = await openReply(tx, given);
    await freeFiles(tx, row.attachments);
    tx.delete(scheduledReplies, row);
    const { id: messageId, caseId, customerId } = row;
    tx.emit("message.cancelled", { caseId, customerId }, { caseId, messageId });
    return row;
  },
});
