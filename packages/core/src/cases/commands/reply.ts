import * as z from "zod";
import { defineCommand, idInput, instantInput, listOf, namedInput, reference } from "../../kernel/index.ts";
import { refuseStrangers } from "../access.ts";
import { authorOf } from "../author.ts";
import { attachWith, draftInput, refuseOutdated, takeDraftOf } from "../drafts/index.ts";
import { body, nothingSaid, saysSomething } from "../inputs.ts";
import { refuseMerged, requireCase } from "../lifecycle.ts";
import { checkRecipients, recipientInputs } from "../recipients.ts";
import { refuseUnseen } from "../refuseUnseen.ts";
import { scheduleReply } from "../scheduled/schedule.ts";
import { waivableReasons } from "../scheduled/schema.ts";
import { asReply, type ReplyRow, replyView } from "../scheduled/view.ts";
import { sendReply } from "../sendReply.ts";
import { casesState } from "../state.ts";

const input = z
  .strictObject({
    caseId: reference("case"),
    ...body,
    status: idInput
      .optional()
      .describe("Status after the reply. Default: a new case becomes open, any other keeps its status."),
    ...recipientInputs,
    ...draftInput,
    seenMessageId: reference("message")
      .optional()
      .describe(
        "The newest customer message that the writer has seen. The reply is refused if there is a newer one. Default: what the draft says, if there is one.",
      ),
    sendAt: instantInput.optional().describe("When to send it, at most a year ahead. Default: now."),
    evenIf: listOf(waivableReasons, 10)
      .default([])
      .describe("With sendAt: reasons to hold the reply that are to be ignored."),
  })
  .refine((values) => values.draftId !== undefined || saysSomething(values), nothingSaid)
  .refine(({ sendAt, evenIf }) => sendAt !== undefined || evenIf.length === 0, {
    path: ["evenIf"],
    error: "is only for replies with sendAt",
  });

export interface ReplyInput extends z.input<typeof input> {}

/**
 * Replies to the customer. Message, clocks, events and delivery are one commit. With `draftId`, the same commit removes
 * the draft and takes its files over.
 *
 * @throws SupportError NEWER_CUSTOMER_MESSAGE if the customer wrote after `seenMessageId`, or after what the writer of the
 * draft has seen: show that message and ask. CONFLICT if the draft has been saved since `draftVersion`.
 */
export const reply = defineCommand({
  name: "cases.reply",
  summary: "Replies to the customer.",
  input: namedInput<ReplyInput>()(input),
  output: replyView,
  access: { permission: "cases.reply", cases: "named" },
  http: "POST /cases/{caseId}/replies",
  async run(tx, { caseId, seenMessageId, ...given }): Promise<ReplyRow> {
    const { text, html, status, sendAt, evenIf, to, cc, bcc, replyAll } = given;
    const state = tx.use(casesState);
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    if (tx.actor.kind === "bot") await refuseStrangers(tx, found, [...(to ?? []), ...cc, ...bcc]);
    const draft = await takeDraftOf(tx, found, "reply", given);
    if (seenMessageId !== undefined) await refuseUnseen(tx, found, seenMessageId);
    else if (draft !== null) refuseOutdated(found, draft);
    await checkRecipients(tx, state, found, { to, cc, bcc });
    if (sendAt !== undefined && status !== undefined)
      (await state.definitions.current(tx)).statuses.requireUsable(status);
    const attachments = await attachWith(tx, draft, { text, html, attachments: given.attachments });
    const content = { text, html, attachments: [...attachments] };
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
