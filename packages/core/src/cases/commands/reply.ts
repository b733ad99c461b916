import * as z from "zod";
import { defineCommand, idInput, lineInput, listOf, namedInput, reference } from "../../kernel/index.ts";
import { refuseStrangers } from "../access.ts";
import { attach } from "../attachments.ts";
import { authorOf } from "../author.ts";
import { body, kindOfAddress, nothingSaid, saysSomething } from "../inputs.ts";
import { refuseMerged, requireCase } from "../lifecycle.ts";
import { refuseUnseen } from "../refuseUnseen.ts";
import type { MessageRow } from "../schema.ts";
import { sendReply } from "../sendReply.ts";
import { casesState } from "../state.ts";
import { messageView } from "../views.ts";

const copy = z
  .strictObject({
    kind: kindOfAddress,
    value: lineInput(320).min(1),
    name: lineInput(200).nullable().default(null),
  })
  .refine(({ kind, value }) => kind !== "email" || z.email().safeParse(value).success, {
    path: ["value"],
    error: "is not an email address",
  });

const input = z
  .strictObject({
    caseId: reference("case"),
    ...body,
    status: idInput
      .optional()
      .describe("Status after the reply. Default: a new case becomes open, any other keeps its status."),
    cc: listOf(copy, 20).default([]).describe("Other people who get a copy of this reply."),
    seenMessageId: reference("message")
      .optional()
      .describe(
        "The newest customer message that the writer has seen. The reply is refused if there is a newer one.",
      ),
  })
  .refine(saysSomething, nothingSaid);

export interface ReplyInput extends z.input<typeof input> {}

/**
 * Replies to the customer. Message, clocks, events and delivery are one commit.
 *
 * @throws SupportError NEWER_CUSTOMER_MESSAGE if the customer wrote after `seenMessageId`: show that message and ask.
 */
export const reply = defineCommand({
  name: "cases.reply",
  summary: "Replies to the customer.",
  input: namedInput<ReplyInput>()(input),
  output: messageView,
  access: { permission: "cases.reply" },
  http: "POST /cases/{caseId}/replies",
  async run(tx, { caseId, text, html, cc, status, seenMessageId, attachments: files }): Promise<MessageRow> {
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    if (tx.actor.kind === "bot") await refuseStrangers(tx, found, cc);
    if (seenMessageId !== undefined) await refuseUnseen(tx, found, seenMessageId);
    const attachments = await attach(tx, files);
    const content = { text, html, cc, attachments, ...authorOf(tx) };
    return sendReply(tx, tx.use(casesState), found, content, status);
  },
});
