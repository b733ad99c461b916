import * as z from "zod";
import { cases, isVisibleTo, type Message, messages, numbersOf, standingOf } from "../cases/index.ts";
import { isSupportError, SupportError } from "../errors/index.ts";
import {
  answered,
  authorize,
  blobsOf,
  type Context,
  may,
  parseId,
  parseInput,
  type Transaction,
  transact,
} from "../kernel/index.ts";
import type { RawInbound, ReceiveResult } from "../ports/index.ts";
import { acceptEvents } from "./accept.ts";
import { copyProblem, type IntakeDeps, parse } from "./receive.ts";
import { recogniseSenders } from "./recognise.ts";
import { type Inbound, inbound } from "./schema.ts";

/**
 * Takes in what was kept, after the connector or its limits were mended.
 * @throws SupportError UNPARSEABLE while it is still not understood, NOT_FOUND while it is news of no message that is
 * known; INVALID_TRANSITION when it was taken in already.
 */
export async function replay(context: Context, deps: IntakeDeps, inboundId: string): Promise<ReceiveResult> {
  await authorize(context, "intake.manage");
  const kept = await requireInbound(context, inboundId);
  const channel = deps.channels.get(kept.channelId);
  if (channel === undefined)
    throw new SupportError("UNKNOWN_CHANNEL", `There is no channel "${kept.channelId}".`);
  const events = await parse(context, deps, channel, rawOf(kept));
  if (events instanceof Error) throw notUnderstood(inboundId, events);
  const takeNumber = numbersOf(context);
  const newIds = await recogniseSenders(context, deps, events);
  return transact(context, async (tx) => {
    const row = await tx.get(inbound, inboundId);
    if (row?.outcome !== "kept") {
      throw new SupportError("INVALID_TRANSITION", `${inboundId} was taken in already: nothing to replay.`);
    }
    const { receivedAt } = row;
    const acceptance = { tx, deps, channel, inboundId, receivedAt, takeNumber: takeNumber(), newIds };
    const { caseIds, copiesOf, problem } = await acceptEvents(acceptance, events);
    if (problem !== null) throw new SupportError("NOT_FOUND", `${inboundId} stays kept. ${problem}`);
    const outcome = copiesOf.length > 0 ? "duplicate" : "accepted";
    const known = { outcome, problem: copyProblem(copiesOf), parserStops: 0 } as const;
    tx.update(inbound, row, { ...known, caseIds: [...caseIds] });
    tx.emit("inbound.replayed", {}, { inboundId, caseIds });
    return { outcome, inboundId, caseIds };
  });
}

/** More than any message has. */
const attachmentIndex = z.int().min(0).max(100_000);

/** The raw bytes as they came. @throws SupportError NOT_FOUND */
export async function openRaw(context: Context, inboundId: string): Promise<RawInbound> {
  await authorize(context, "intake.manage");
  return rawOf(await requireInbound(context, inboundId));
}

/**
 * The bytes of one attachment of a message. Customers open those of the conversations that they take part in, never
 * those of notes nor what was said before they joined. @throws SupportError NOT_FOUND
 */
export async function openAttachment(
  context: Context,
  deps: IntakeDeps,
  messageId: string,
  index: number,
): Promise<Uint8Array> {
  parseId(messageId, "intake.openAttachment");
  parseInput(attachmentIndex, index, "intake.openAttachment");
  if (context.actor.kind !== "customer") await authorize(context, "cases.read");
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

/** A message, or null where it is not there or not there for the customer who asks. */
async function readMessage(tx: Transaction, messageId: string): Promise<Message | null> {
  const message = await tx.get(messages, messageId);
  const { actor } = tx;
  if (message === null || actor.kind !== "customer") return message;
  const found = await tx.get(cases, message.caseId);
  const standing = found === null ? null : await standingOf(tx, found, actor.id);
  return standing !== null && standing !== "removed" && isVisibleTo(standing, message) ? message : null;
}

async function requireInbound({ storage, tenantId }: Context, id: string): Promise<Inbound> {
  parseId(id, "intake");
  const [row] = await storage.get(inbound, [{ tenantId, id }]);
  if (row === undefined)
    throw new SupportError("NOT_FOUND", `There is no inbound ${id}.`, { details: { inboundId: id } });
  return row;
}

function rawOf({ body, dedupeKey, receivedAt, metadata }: Inbound): RawInbound {
  return { body, dedupeKey, receivedAt, metadata };
}

function notUnderstood(inboundId: string, cause: Error): SupportError {
  if (isSupportError(cause)) return cause;
  const text = `${inboundId} is still not understood: ${cause.message}. It stays kept; mend the connector and replay it.`;
  return new SupportError("UNPARSEABLE", text, { cause });
}

function noAttachment(messageId: string, index: number): SupportError {
  return new SupportError("NOT_FOUND", `Message ${messageId} has no attachment ${index}.`);
}
