import * as z from "zod";
import { withoutUndefined } from "../../../customers/index.ts";
import { SupportError } from "../../../errors/index.ts";
import { sanitiseHtml } from "../../../html/index.ts";
import {
  defineCommand,
  idInput,
  instantInput,
  listOf,
  namedInput,
  reference,
  type Transaction,
  versionInput,
} from "../../../kernel/index.ts";
import { refuseStrangers } from "../../access.ts";
import { attach, freeFiles } from "../../attachments.ts";
import { filesInput, htmlInput, nothingSaid, saysSomething, textInput } from "../../inputs.ts";
import { checkRecipients, recipientInput } from "../../recipients.ts";
import { refuseUnseen } from "../../refuseUnseen.ts";
import { casesState } from "../../state.ts";
import { chosenIn } from "../dispatch.ts";
import { openReply } from "../requireReply.ts";
import { announce } from "../schedule.ts";
import { type ScheduledReplyRow, scheduledReplies, scheduledReplyView, waivableReasons } from "../schema.ts";
import { checkSendTime } from "../sendTime.ts";

const recipients = listOf(recipientInput, 20);

const input = z.strictObject({
  replyId: reference("scheduledReply"),
  text: textInput.optional(),
  html: htmlInput.nullable().optional().describe("Default: none, where the text changes."),
  attachments: filesInput.optional().describe("Take the place of those that it has."),
  to: recipients.min(1).nullable().optional().describe("null: the requester."),
  cc: recipients.optional(),
  bcc: recipients.optional(),
  replyAll: z.boolean().nullable().optional(),
  status: idInput.nullable().optional().describe("Status after the reply; null: as after any reply."),
  sendAt: instantInput.optional().describe("When to send it. One that is held waits for that moment again."),
  evenIf: listOf(waivableReasons, 10).optional(),
  seenMessageId: reference("message")
    .optional()
    .describe(
      "The newest customer message that the writer has seen; older ones do not hold the reply any more.",
    ),
  expectedVersion: versionInput
    .optional()
    .describe("Refuses when it was changed since this version was read."),
});

/** Whoever sets one of these answers for the reply. */
const answering = ["text", "html", "to", "cc", "bcc", "replyAll", "status"] as const;

export interface UpdateScheduledInput extends z.input<typeof input> {}

/**
 * Changes a scheduled reply. An agent who changes what another's says, whom it goes to or the status after it becomes its
 * author. Bots change only what bots wrote.
 *
 * @throws SupportError NOT_FOUND, INVALID_INPUT, ARCHIVED, NEWER_CUSTOMER_MESSAGE, MESSAGE_TOO_LARGE
 * @throws ConflictError when `expectedVersion` is not the reply's any more
 */
export const update = defineCommand({
  name: "scheduledReplies.update",
  summary: "Changes a scheduled reply.",
  input: namedInput<UpdateScheduledInput>()(input),
  output: scheduledReplyView,
  access: { permission: "cases.reply", cases: "named" },
  http: "PATCH /scheduled-replies/{replyId}",
  async run(
    tx,
    { replyId, expectedVersion, seenMessageId, attachments: files, ...given },
  ): Promise<ScheduledReplyRow> {
    const { row, found } = await openReply(tx, { replyId, expectedVersion });
    const state = tx.use(casesState);
    if (given.sendAt !== undefined) checkSendTime(tx.now, given.sendAt);
    if (typeof given.status === "string")
      (await state.definitions.current(tx)).statuses.requireUsable(given.status);
    if (seenMessageId !== undefined) await refuseUnseen(tx, found, seenMessageId);
    const after: ScheduledReplyRow = {
      ...row,
      ...withoutUndefined({ ...given, ...htmlAfter(given) }),
      ...(seenMessageId === undefined ? {} : { turn: found.turns ?? 0 }),
      ...authorAfter(tx, row, files !== undefined || answering.some((field) => given[field] !== undefined)),
    };
    refuseSilence(after, files ?? row.attachments);
    await checkRecipients(tx, state, found, chosenIn(after));
    if (tx.actor.kind === "bot")
      await refuseStrangers(tx, found, [...(after.to ?? []), ...after.cc, ...after.bcc]);
    if (files !== undefined) await freeFiles(tx, row.attachments);
    const attachments = files === undefined ? row.attachments : [...(await attach(tx, files))];
    const { text, html, to, cc, bcc, replyAll, status, evenIf, sendAt, turn, authorKind, authorId } = after;
    const changed = tx.update(scheduledReplies, row, {
      ...{
        text,
        html,
        attachments,
        to,
        cc,
        bcc,
        replyAll,
        status,
        evenIf,
        sendAt,
        turn,
        authorKind,
        authorId,
      },
      ...(given.sendAt === undefined ? {} : { dueAt: sendAt, heldAt: null, heldBecause: null }),
    });
    announce(tx, changed);
    return changed;
  },
});

/** HTML that says what the text said before would be sent in its place. */
function htmlAfter({
  text,
  html,
}: {
  readonly text?: string | undefined;
  readonly html?: string | null | undefined;
}): { readonly html?: string | null } {
  if (typeof html === "string") return { html: sanitiseHtml(html) };
  return html === null || text !== undefined ? { html: null } : {};
}

function authorAfter(
  { actor }: Pick<Transaction, "actor">,
  { authorKind, authorId }: ScheduledReplyRow,
  isRewritten: boolean,
): Pick<ScheduledReplyRow, "authorKind" | "authorId"> {
  const isPerson = actor.kind === "agent" || actor.kind === "bot";
  return isRewritten && isPerson ? { authorKind: actor.kind, authorId: actor.id } : { authorKind, authorId };
}

function refuseSilence({ text, html }: ScheduledReplyRow, attachments: readonly unknown[]): void {
  if (saysSomething({ text, html, attachments })) return;
  throw new SupportError(
    "INVALID_INPUT",
    `scheduledReplies.update was given wrong input. text: ${nothingSaid.error}.`,
  );
}
