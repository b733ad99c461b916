import * as z from "zod";
import { cases, type Message, messages, numbersOf, takesPart } from "../cases/index.ts";
import { isSupportError, SupportError } from "../errors/index.ts";
import {
  authorize,
  blobsOf,
  type Context,
  forbidden,
  may,
  parseId,
  parseInput,
  transact,
} from "../kernel/index.ts";
import type { RawInbound, ReceiveResult } from "../ports/index.ts";
import { acceptEvents } from "./accept.ts";
import { type IntakeDeps, parse } from "./receive.ts";
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
  const events = await parse(context, channel, rawOf(kept));
  if (events instanceof Error) throw notUnderstood(inboundId, events);
  const takeNumber = numbersOf(context);
  return transact(context, async (tx) => {
    const row = await tx.get(inbound, inboundId);
    if (row?.outcome !== "kept") {
      throw new SupportError("INVALID_TRANSITION", `${inboundId} was taken in already: nothing to replay.`);
    }
    const { receivedAt } = row;
    const acceptance = { tx, deps, channel, inboundId, receivedAt, takeNumber: takeNumber() };
    const { caseIds, problem } = await acceptEvents(acceptance, events);
    if (problem !== null) throw new SupportError("NOT_FOUND", `${inboundId} stays kept. ${problem}`);
    tx.update(inbound, row, { outcome: "accepted", problem: null, parserStops: 0, caseIds: [...caseIds] });
    tx.emit("inbound.replayed", {}, { inboundId, caseIds });
    return { outcome: "accepted", inboundId, caseIds };
  });
}

/** The raw bytes as they came. @throws SupportError NOT_FOUND */
export async function openRaw(context: Context, inboundId: string): Promise<RawInbound> {
  await authorize(context, "intake.manage");
  return rawOf(await requireInbound(context, inboundId));
}

/**
 * The bytes of one attachment of a message. Customers open those of the conversations that they take part in, never
 * those of notes. @throws SupportError NOT_FOUND, FORBIDDEN
 */
export async function openAttachment(
  context: Context,
  deps: IntakeDeps,
  messageId: string,
  index: number,
): Promise<Uint8Array> {
  parseId(messageId, "intake.openAttachment");
  parseInput(z.int(), index, "intake.openAttachment");
  const isCustomer = context.actor.kind === "customer";
  if (!isCustomer) await authorize(context, "cases.read");
  const message = await transact(context, (tx) => tx.get(messages, messageId));
  if (isCustomer && !(await isOfOwnConversation(context, message))) throw forbidden(context, "cases.read");
  const attachment = message?.attachments[index];
  const hidden = message?.direction === "note" && !(await may(context, "notes.read"));
  if (message === null || attachment === undefined || hidden) throw noAttachment(messageId, index);
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
  return opener.open(rawOf(row), source.reference);
}

/** Whether a customer may see a message; of one that is not there nothing is said either. */
async function isOfOwnConversation(context: Context, message: Message | null): Promise<boolean> {
  const { id } = context.actor;
  if (message === null || message.direction === "note" || id === null) return false;
  return transact(context, async (tx) => {
    const found = await tx.get(cases, message.caseId);
    return found !== null && takesPart(tx, found, id);
  });
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
