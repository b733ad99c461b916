import type { CasesDeps } from "../cases/index.ts";
import { numbersOf } from "../cases/index.ts";
import { isSupportError, SupportError } from "../errors/index.ts";
import { type Context, digest, type Report, transact } from "../kernel/index.ts";
import type { Channel, InboundEvent, Instant, RawInbound, ReceiveResult } from "../ports/index.ts";
import { acceptEvents } from "./accept.ts";
import {
  type Delivery,
  duplicateOf,
  findInbound,
  isUndecided,
  mostOfProblem,
  writeInbound,
} from "./inboundRow.ts";
import { countParserStop, isParserStop } from "./parserStops.ts";
import { inbound } from "./schema.ts";

export interface IntakeDeps extends CasesDeps {
  /** Larger deliveries are refused with MESSAGE_TOO_LARGE, in bytes. */
  readonly maxRawBytes: number;
  readonly now: () => Instant;
  readonly report: Report;
}

/**
 * Takes a delivery in: raw bytes, customer, case, message, clocks, events and jobs are one commit. What cannot be
 * understood, or is news of no message that is known here, is kept raw.
 *
 * @throws SupportError UNKNOWN_CHANNEL, UNVERIFIED, MESSAGE_TOO_LARGE; and whatever kept storage from committing:
 * nothing was taken over then, and the provider is to deliver again.
 */
export async function receive(
  context: Context,
  deps: IntakeDeps,
  channelId: string,
  raw: RawInbound,
): Promise<ReceiveResult> {
  const channel = deps.channels.get(channelId);
  if (channel === undefined) throw unknownChannel(deps, channelId);
  if (raw.body.byteLength > deps.maxRawBytes) throw tooLarge(raw, deps.maxRawBytes);
  await channel.verify?.(raw);
  const delivery = { channel, raw, dedupeKey: raw.dedupeKey ?? (await digest(raw.body.slice())) };
  let parsed = await parse(context, channel, raw);
  // Told apart from news of this life alone: the count in storage goes on where an earlier process left it.
  const wasStopped = isParserStop(parsed);
  while (isParserStop(parsed)) {
    const settled = await countParserStop(context, delivery, parsed);
    if (settled !== null) return settled;
    parsed = await parse(context, channel, raw);
  }
  if (parsed instanceof Error) return keep(context, delivery, parsed);
  try {
    return await accept(context, deps, delivery, parsed, wasStopped);
  } catch (error) {
    if (isSupportError(error) && error.retryable) throw error;
    context.kernel.report(error, `taking in a message of ${channelId}`);
    return keep(context, delivery, error instanceof Error ? error : new Error(String(error)));
  }
}

/** What the connector understands, or why it does not. */
export async function parse(
  context: Context,
  channel: Channel,
  raw: RawInbound,
): Promise<readonly InboundEvent[] | Error> {
  try {
    return await channel.parse(raw, { tenantId: context.tenantId });
  } catch (error) {
    if (isSupportError(error) && error.retryable && !isParserStop(error)) throw error;
    return error instanceof Error ? error : new Error(String(error));
  }
}

function accept(
  context: Context,
  deps: IntakeDeps,
  delivery: Delivery,
  events: readonly InboundEvent[],
  wasStopped: boolean,
): Promise<ReceiveResult> {
  const { channel } = delivery;
  const takeNumber = numbersOf(context);
  return transact(context, async (tx) => {
    // The unique key finds a redelivery; looking before the first attempt would cost every new message a read.
    const known = tx.attempt === 1 && !wasStopped ? null : await findInbound(tx, delivery);
    if (known !== null && !isUndecided(known)) return duplicateOf(known);
    const inboundId = known?.id ?? tx.newId(inbound.idPrefix);
    const { receivedAt } = delivery.raw;
    const acceptance = { tx, deps, channel, inboundId, receivedAt, takeNumber: takeNumber() };
    const { caseIds, problem } = await acceptEvents(acceptance, events);
    const outcome = problem === null ? "accepted" : "kept";
    writeInbound(tx, delivery, known, {
      id: inboundId,
      outcome,
      problem: problem?.slice(0, mostOfProblem) ?? null,
      parserStops: 0,
      caseIds: [...caseIds],
    });
    if (outcome === "kept")
      tx.emit("inbound.kept", {}, { inboundId, channelId: channel.id, code: "NOT_FOUND" });
    return { outcome, inboundId, caseIds };
  });
}

async function keep(context: Context, delivery: Delivery, error: Error): Promise<ReceiveResult> {
  return transact(context, async (tx) => {
    const known = await findInbound(tx, delivery);
    if (known !== null && !isUndecided(known)) return duplicateOf(known);
    const inboundId = known?.id ?? tx.newId(inbound.idPrefix);
    const problem = error.message.slice(0, mostOfProblem);
    const outcome = "kept";
    writeInbound(tx, delivery, known, { id: inboundId, outcome, problem, parserStops: 0, caseIds: [] });
    const code = isSupportError(error) ? error.code : "INTERNAL";
    tx.emit("inbound.kept", {}, { inboundId, channelId: delivery.channel.id, code });
    return { outcome, inboundId, caseIds: [] };
  });
}

function unknownChannel({ channels }: IntakeDeps, channelId: string): SupportError {
  const known = [...channels.keys()].join(", ") || "none";
  return new SupportError("UNKNOWN_CHANNEL", `There is no channel "${channelId}". There are: ${known}.`);
}

function tooLarge({ body }: RawInbound, limit: number): SupportError {
  const text = `The message has ${body.byteLength} bytes; at most ${limit} are taken. Raise intake.maxRawBytes or send less.`;
  return new SupportError("MESSAGE_TOO_LARGE", text, { details: { size: body.byteLength, limit } });
}
