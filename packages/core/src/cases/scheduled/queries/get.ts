import * as z from "zod";
import { defineQuery, reference } from "../../../kernel/index.ts";
import { requireReply } from "../requireReply.ts";
import { type ScheduledReplyRow, scheduledReplyView } from "../schema.ts";

/** A scheduled reply. @throws SupportError NOT_FOUND when it was sent or cancelled */
export const get = defineQuery({
  name: "scheduledReplies.get",
  summary: "Returns a scheduled reply.",
  input: z.strictObject({ replyId: reference("scheduledReply") }),
  output: scheduledReplyView,
  access: { permission: "cases.read", cases: "named" },
  http: "GET /scheduled-replies/{replyId}",
  run: (read, { replyId }): Promise<ScheduledReplyRow> => requireReply(read, replyId),
});
