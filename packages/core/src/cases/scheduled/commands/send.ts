import * as z from "zod";
import { SupportError } from "../../../errors/index.ts";
import {
  defineCommand,
  listOf,
  namedInput,
  reference,
  type Transaction,
  versionInput,
} from "../../../kernel/index.ts";
import { refuseStrangers } from "../../access.ts";
import { refuseMerged } from "../../lifecycle.ts";
import { newerMessage, refuseUnseen } from "../../refuseUnseen.ts";
import type { CaseRow, MessageRow } from "../../schema.ts";
import { casesState } from "../../state.ts";
import { messageView } from "../../views.ts";
import { dispatch } from "../dispatch.ts";
import { hasLeft, reasonToHold } from "../reasonToHold.ts";
import { openReply } from "../requireReply.ts";
import { type HoldReason, type ScheduledReplyRow, waivableReasons } from "../schema.ts";

const input = z.strictObject({
  replyId: reference("scheduledReply"),
  evenIf: listOf(waivableReasons, 10)
    .default([])
    .describe("Reasons that it may be held for and that are to keep it no longer."),
  seenMessageId: reference("message")
    .optional()
    .describe("The newest customer message that whoever sends it has seen; then that one does not keep it."),
  expectedVersion: versionInput
    .optional()
    .describe("Refuses when it was changed since this version was read."),
});

export interface SendScheduledInput extends z.input<typeof input> {}

/**
 * Sends a scheduled reply now, whether its time has come or not, held or not. It goes out in the name of its author; in
 * that of the agent who sends it where the author has left.
 *
 * @throws SupportError NEWER_CUSTOMER_MESSAGE, INVALID_TRANSITION with the reason in `details` where it would be held
 */
export const send = defineCommand({
  name: "scheduledReplies.send",
  summary: "Sends a scheduled reply now, whether its time has come or not, held or not.",
  input: namedInput<SendScheduledInput>()(input),
  output: messageView,
  access: { permission: "cases.reply", cases: "named" },
  http: "POST /scheduled-replies/{replyId}/send",
  async run(tx, { evenIf, seenMessageId, ...given }): Promise<MessageRow> {
    const { row, found } = await openReply(tx, given);
    refuseMerged(found);
    if (seenMessageId !== undefined) await refuseUnseen(tx, found, seenMessageId);
    const seen = seenMessageId === undefined ? [] : (["newer-customer-message"] as const);
    const current = { ...(await withAuthor(tx, row)), evenIf: [...row.evenIf, ...evenIf, ...seen] };
    if (tx.actor.kind === "bot") await refuseStrangers(tx, found, [...(row.to ?? []), ...row.cc, ...row.bcc]);
    const state = tx.use(casesState);
    const reason = await reasonToHold(tx, state, current, found);
    if (reason !== null) throw held(reason, found);
    return dispatch(tx, state, current, found);
  },
});

/** The reply in the name of whoever sends it, where its author is gone. */
async function withAuthor(tx: Transaction, row: ScheduledReplyRow): Promise<ScheduledReplyRow> {
  const { actor } = tx;
  if (actor.kind !== "agent" || !(await hasLeft(tx, row))) return row;
  return { ...row, authorId: actor.id };
}

const remedies: Readonly<Record<HoldReason, string>> = {
  "newer-customer-message": "",
  "case-merged": "its case was merged into this one",
  "case-split": "messages of its case were split out",
  "case-closed": "the case is closed",
  "case-spam": "the case is marked as spam",
  "requester-changed": "the case is another customer's now",
  "author-inactive": "its author has left the desk: let an agent send it",
  "not-permitted": "its author may not reply any more: let somebody else send it",
  "fields-missing": "fields that are required for solving are empty: fill them in, or change its status",
  "status-unknown": "its status is gone: change it with scheduledReplies.update",
  "channel-gone": "the channel of the case is gone or takes no recipients",
  "no-recipient": "the customer has no address to write to: verify one, or set to",
  suppressed: "the recipient gets no more messages: set to, or use suppressions.remove",
};

function held(reason: HoldReason, found: CaseRow): SupportError {
  if (reason === "newer-customer-message") return newerMessage(found);
  const isWaivable = waivableReasons.safeParse(reason).success;
  const how = isWaivable ? `. Look at it, then send it with evenIf: ["${reason}"]` : "";
  return new SupportError(
    "INVALID_TRANSITION",
    `This reply in ${found.code} is held: ${remedies[reason]}${how}.`,
    { details: { caseId: found.id, reason } },
  );
}
