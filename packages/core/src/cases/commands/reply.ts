import * as z from "zod";
import { defineCommand, idInput, instantInput, listOf, namedInput, reference } from "../../kernel/index.ts";
import { refuseStrangers } from "../access.ts";
import { attach } from "../attachments.ts";
import { authorOf } from "../author.ts";
import { body, nothingSaid, saysSomething } from "../inputs.ts";
import { refuseMerged, requireCase } from "../lifecycle.ts";
import { checkRecipients, recipientInputs } from "../recipients.ts";
import { refuseUnseen } from "../refuseUnseen.ts";
import { scheduleReply } from "../scheduled/schedule.ts";
import { waivableReasons } from "../scheduled/schema.ts";
import { asReply, type ReplyRow, replyView } from "../scheduled/view.ts";
import { sendReply } from "../sendReply.ts";
import { requireStatus } from "../settings.ts";
import { casesState } from "../state.ts";

const input = z
  .strictObject({
    caseId: reference("case"),
    ...body,
    status: idInput
      .optional()
      .describe("Status after the reply. Default: a new case becomes open, others keep theirs."),
    ...recipientInputs,
    seenMessageId: reference("message")
      .optional()
      .describe(
        "The newest customer message that the writer has seen: a newer one makes the reply ask first.",
      ),
    sendAt: instantInput
      .optional()
      .describe("Sends it at this moment, at most a year ahead, unless a person should look first."),
    evenIf: listOf(waivableReasons, 10)
      .default([])
      .describe("With sendAt: what it is sent in spite of. Default: such a reply is held."),
  })
  .refine(saysSomething, nothingSaid)
  .refine(({ sendAt, evenIf }) => sendAt !== undefined || evenIf.length === 0, {
    path: ["evenIf"],
    error: "is for replies with sendAt alone",
  });

export interface ReplyInput extends z.input<typeof input> {}

/**
 * Answers the customer: message, clocks, events and the delivery are one commit. With `sendAt` all of that happens then;
 * until then only staff see it, by `scheduledReplies.list`.
 *
 * @throws SupportError NEWER_CUSTOMER_MESSAGE when the customer wrote after `seenMessageId`: show it and ask.
 */
export const reply = defineCommand({
  name: "cases.reply",
  summary: "Answers the customer.",
  input: namedInput<ReplyInput>()(input),
  output: replyView,
  access: { permission: "cases.reply" },
  http: "POST /cases/{caseId}/replies",
  async run(tx, { caseId, seenMessageId, attachments: files, ...given }): Promise<ReplyRow> {
    const { text, html, status, sendAt, evenIf, to, cc, bcc, replyAll } = given;
    const state = tx.use(casesState);
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    if (tx.actor.kind === "bot") await refuseStrangers(tx, found, [...(to ?? []), ...cc, ...bcc]);
    if (seenMessageId !== undefined) await refuseUnseen(tx, found, seenMessageId);
    await checkRecipients(tx, state, found, { to, cc, bcc });
    if (sendAt !== undefined && status !== undefined) requireStatus(state.settings, status);
    const content = { text, html, attachments: [...(await attach(tx, files))] };
    const { authorKind, authorId } = authorOf(tx);
    if (sendAt === undefined) {
      const recipients = { to, cc, bcc, replyAll };
      const message = { ...content, ...recipients, authorKind, authorId };
      return { ...(await sendReply(tx, state, found, message, status)), sendAt: null };
    }
    const scheduled = await scheduleReply(tx, found, {
      ...content,
      ...{ sendAt, evenIf, cc, bcc, authorKind, authorId },
      ...{ to: to ?? null, replyAll: replyAll ?? null, status: status ?? null },
    });
    return asReply(scheduled, found);
  },
});
