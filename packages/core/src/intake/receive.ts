import type { CasesDeps } from "../cases/index.ts";
import type { Origins } from "../delivery/index.ts";
import { isSupportError, SupportError } from "../errors/index.ts";
import { answered, bounded, type Context, digest, type PortBound, transact } from "../kernel/index.ts";
import type { Channel, InboundEvent, RawInbound, ReceiveResult } from "../ports/index.ts";
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
import { parseRawInbound } from "./rawInbound.ts";
import { recogniseSenders } from "./recognise.ts";
import { inbound } from "./schema.ts";

export interface IntakeDeps extends CasesDeps, Origins {
  /** Larger deliveries are refused with MESSAGE_TOO_LARGE, in bytes. */
  readonly maxRawBytes: number;
  /** How long a call of a connector may take. */
  readonly bound: PortBound;
}

/**
 * Processes a delivery: raw bytes, customer, case, message, clocks, events and jobs are one commit. What can't be
 * parsed, or is about an unknown message, is kept raw. What the connector fetched or listened for itself
 * (`isFromConnector`) is authenticated by its transport; everything else is verified first.
 *
 * @throws SupportError UNKNOWN_CHANNEL, UNVERIFIED, MESSAGE_TOO_LARGE; and whatever prevented the commit: then nothing
 * was accepted, and the provider has to deliver again.
 */
export async function receive(
  context: Context,
  deps: IntakeDeps,
  channelId: string,
  given: RawInbound,
  { isFromConnector = false }: { readonly isFromConnector?: boolean } = {},
): Promise<ReceiveResult> {
  const channel = deps.channels.get(channelId);
  if (channel === undefined) throw unknownChannel(deps, channelId);
  const raw = parseRawInbound(given);
  if (raw.body.byteLength > deps.maxRawBytes) throw tooLarge(raw, deps.maxRawBytes);
  if (!isFromConnector) {
    await answered(deps.bound, "EXTENSION_FAILED", `verify() of the channel "${channelId}"`, () =>
      channel.verify?.(raw),
    );
  }
  const delivery = { channel, raw, dedupeKey: raw.dedupeKey ?? (await digest(raw.body.slice())) };
  let parsed = await parse(context, deps, channel, raw);
  // Not the same as reports of this process alone: the stored count continues where an earlier process left off.
  const wasStopped = isParserStop(parsed);
  while (isParserStop(parsed)) {
    const settled = await countParserStop(context, delivery, parsed);
    if (settled !== null) return settled;
    parsed = await parse(context, deps, channel, raw);
  }
  if (parsed instanceof Error) return keep(context, delivery, parsed);
  try {
    return await accept(context, deps, delivery, parsed, wasStopped);
  } catch (error) {
    if (isPassing(error)) throw error;
    context.kernel.report(error, `receiving a message from ${channelId}`);
    return keep(context, delivery, error instanceof Error ? error : new Error(String(error)));
  }
}

/** What the connector parsed, or why it could not. */
export async function parse(
  { tenantId }: Context,
  { bound }: Pick<IntakeDeps, "bound">,
  channel: Channel,
  raw: RawInbound,
): Promise<readonly InboundEvent[] | Error> {
  const what = `parse() of the channel "${channel.id}"`;
  try {
    return await bounded({ ...bound, what }, () => channel.parse(raw, { tenantId }));
  } catch (error) {
    if (isPassing(error) && !isParserStop(error)) throw error;
    return error instanceof Error ? error : new Error(String(error));
  }
}

/**
 * Whether the provider should deliver it again. What a plugin or connector fails on, or takes too long for, would fail
 * again, so it is kept.
 */
function isPassing(error: unknown): boolean {
  if (!isSupportError(error) || !error.retryable) return false;
  return error.code !== "EXTENSION_FAILED" && error.code !== "TIMED_OUT";
}

async function accept(
  context: Context,
  deps: IntakeDeps,
  delivery: Delivery,
  events: readonly InboundEvent[],
  wasStopped: boolean,
): Promise<ReceiveResult> {
  const { channel } = delivery;
  const newIds = await recogniseSenders(context, events);
  return transact(context, async (tx) => {
    // The unique key detects a redelivery; a look-up before the first attempt would cost a read for every new message.
    const known = tx.attempt === 1 && !wasStopped ? null : await findInbound(tx, delivery);
    if (known !== null && !isUndecided(known)) return duplicateOf(known);
    const inboundId = known?.id ?? tx.newId(inbound.idPrefix);
    const { receivedAt } = delivery.raw;
    const acceptance = { tx, deps, channel, inboundId, receivedAt, newIds };
    const { caseIds, copiesOf, problem } = await acceptEvents(acceptance, events);
    const outcome = problem !== null ? "kept" : copiesOf.length > 0 ? "duplicate" : "accepted";
    // A copy is kept as received too, so that nothing is lost if it was misjudged.
    writeInbound(tx, delivery, known, {
      id: inboundId,
      outcome,
      problem: (problem ?? copyProblem(copiesOf))?.slice(0, mostOfProblem) ?? null,
      parserStops: 0,
      caseIds: [...caseIds],
    });
    if (outcome === "kept")
      tx.emit("inbound.kept", {}, { inboundId, channelId: channel.id, code: "NOT_FOUND" });
    return { outcome, inboundId, caseIds };
  });
}

/** The note on a delivery that contained nothing new. */
export function copyProblem(copiesOf: readonly string[]): string | null {
  return copiesOf.length === 0 ? null : `A copy of ${copiesOf.join(", ")} that arrived another way.`;
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
  return new SupportError("UNKNOWN_CHANNEL", `There is no channel "${channelId}". Known channels: ${known}.`);
}

function tooLarge({ body }: RawInbound, limit: number): SupportError {
  const text = `The message has ${body.byteLength} bytes; the limit is ${limit}. Raise intake.maxRawBytes or send less.`;
  return new SupportError("MESSAGE_TOO_LARGE", text, { details: { size: body.byteLength, limit } });
}
