import { cases, isVisibleTo, type MessageRow, messages, standingOf } from "../cases/index.ts";
import { SupportError } from "../errors/index.ts";
import {
  answered,
  blobsOf,
  type Context,
  may,
  stateOf,
  type Transaction,
  transact,
} from "../kernel/index.ts";
import { rawOf, requireInbound } from "./inboundRow.ts";
import { intakeState } from "./state.ts";

/** The content of an attachment, if the actor may see its message. @throws SupportError NOT_FOUND, UNSUPPORTED */
export async function openAttachmentOf(
  context: Context,
  messageId: string,
  index: number,
): Promise<Uint8Array> {
  const deps = stateOf(context, intakeState);
  const message = await transact(context, (tx) => readMessage(tx, messageId));
  const attachment = message?.attachments[index];
  const isHidden = message?.direction === "note" && !(await may(context, "notes.read"));
  if (message === null || attachment === undefined || isHidden) throw noAttachment(messageId, index);
  const { source } = attachment;
  if (source.from === "blob") {
    const stored = await blobsOf(context).open(source.key);
    if (stored === null) throw noAttachment(messageId, index);
    return stored;
  }
  const row = await requireInbound(context, source.inboundId);
  const opener = deps.channels.get(row.channelId)?.attachments;
  if (opener === undefined)
    throw new SupportError("UNSUPPORTED", `Channel "${row.channelId}" can't open attachments.`);
  const what = `Opening an attachment of the channel "${row.channelId}"`;
  return answered(deps.bound, "EXTENSION_FAILED", what, () => opener.open(rawOf(row), source.reference));
}

/** A message, or null if it does not exist or is hidden from the customer. */
async function readMessage(tx: Transaction, messageId: string): Promise<MessageRow | null> {
  const message = await tx.get(messages, messageId);
  const { actor } = tx;
  if (message === null || actor.kind !== "customer") return message;
  const found = await tx.get(cases, message.caseId);
  const standing = found === null ? null : await standingOf(tx, found, actor.id);
  return standing !== null && standing !== "removed" && isVisibleTo(standing, message) ? message : null;
}

function noAttachment(messageId: string, index: number): SupportError {
  return new SupportError("NOT_FOUND", `There is no attachment ${index} of message ${messageId}.`);
}
