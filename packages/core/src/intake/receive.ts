import type { CasesDeps } from "../cases/index.ts";
import { numbersOf } from "../cases/index.ts";
import { isSupportError, SupportError } from "../errors/index.ts";
import { type Context, digest, type Report, type Transaction, transact } from "../kernel/index.ts";
import type { Channel, InboundEvent, Instant, RawInbound, ReceiveResult } from "../ports/index.ts";
import { acceptEvents } from "./accept.ts";
import { type Inbound, inbound } from "./schema.ts";

export interface IntakeDeps extends CasesDeps {
  /** Larger deliveries are refused with MESSAGE_TOO_LARGE, in bytes. */
  readonly maxRawBytes: number;
  readonly now: () => Instant;
  readonly report: Report;
}

/** Metadata by which a channel verifies a delivery; secrets are not stored beside the mail they came with. */
const credentials: ReadonlySet<string> = new Set([
  "authorization",
  "proxy-authorization",
  "cookie",
  "secret",
]);

/** Characters of a problem that are kept. */
const mostOfProblem = 2_000;

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
  const dedupeKey = raw.dedupeKey ?? (await digest(raw.body.slice()));
  const parsed = await parse(context, channel, raw);
  if (parsed instanceof Error) return keep(context, channel, raw, dedupeKey, parsed);
  try {
    return await accept(context, deps, channel, raw, dedupeKey, parsed);
  } catch (error) {
    if (isSupportError(error) && error.retryable) throw error;
    context.kernel.report(error, `taking in a message of ${channelId}`);
    return keep(context, channel, raw, dedupeKey, error instanceof Error ? error : new Error(String(error)));
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
    if (isSupportError(error) && error.retryable) throw error;
    return error instanceof Error ? error : new Error(String(error));
  }
}

function accept(
  context: Context,
  deps: IntakeDeps,
  channel: Channel,
  raw: RawInbound,
  dedupeKey: string,
  events: readonly InboundEvent[],
): Promise<ReceiveResult> {
  const takeNumber = numbersOf(context);
  return transact(context, async (tx) => {
    // The unique key finds a redelivery; looking before the first attempt would cost every new message a read.
    const known = tx.attempt === 1 ? null : await findInbound(tx, channel.id, dedupeKey);
    if (known !== null) return { outcome: "duplicate", inboundId: known.id, caseIds: known.caseIds };
    const inboundId = tx.newId(inbound.idPrefix);
    const { receivedAt } = raw;
    const acceptance = { tx, deps, channel, inboundId, receivedAt, takeNumber: takeNumber() };
    const { caseIds, problem } = await acceptEvents(acceptance, events);
    const outcome = problem === null ? "accepted" : "kept";
    insertInbound(tx, channel, raw, {
      id: inboundId,
      dedupeKey,
      outcome,
      problem: problem?.slice(0, mostOfProblem) ?? null,
      caseIds: [...caseIds],
    });
    if (outcome === "kept")
      tx.emit("inbound.kept", {}, { inboundId, channelId: channel.id, code: "NOT_FOUND" });
    return { outcome, inboundId, caseIds };
  });
}

async function keep(
  context: Context,
  channel: Channel,
  raw: RawInbound,
  dedupeKey: string,
  error: Error,
): Promise<ReceiveResult> {
  return transact(context, async (tx) => {
    const known = await findInbound(tx, channel.id, dedupeKey);
    if (known !== null) return { outcome: "duplicate", inboundId: known.id, caseIds: known.caseIds };
    const row = insertInbound(tx, channel, raw, {
      dedupeKey,
      outcome: "kept",
      problem: error.message.slice(0, mostOfProblem),
      caseIds: [],
    });
    const code = isSupportError(error) ? error.code : "INTERNAL";
    tx.emit("inbound.kept", {}, { inboundId: row.id, channelId: channel.id, code });
    return { outcome: "kept", inboundId: row.id, caseIds: [] };
  });
}

function findInbound(tx: Transaction, channelId: string, dedupeKey: string): Promise<Inbound | null> {
  return tx.findOne(inbound, {
    and: [
      { field: "channelId", is: channelId },
      { field: "dedupeKey", is: dedupeKey },
    ],
  });
}

function insertInbound(
  tx: Transaction,
  { id: channelId }: Channel,
  { body, receivedAt, metadata }: RawInbound,
  values: Pick<Inbound, "dedupeKey" | "outcome" | "problem" | "caseIds"> & { readonly id?: string },
): Inbound {
  const plain = Object.fromEntries(
    Object.entries(metadata).flatMap(([name, value]) =>
      credentials.has(name.toLowerCase())
        ? []
        : [[name, typeof value === "object" && value !== null ? [...value] : value]],
    ),
  );
  // A view of a larger buffer would be kept alive, or be copied, whole.
  return tx.insert(inbound, { channelId, receivedAt, metadata: plain, body: body.slice(), ...values });
}

function unknownChannel({ channels }: IntakeDeps, channelId: string): SupportError {
  const known = [...channels.keys()].join(", ") || "none";
  return new SupportError("UNKNOWN_CHANNEL", `There is no channel "${channelId}". There are: ${known}.`);
}

function tooLarge({ body }: RawInbound, limit: number): SupportError {
  const text = `The message has ${body.byteLength} bytes; at most ${limit} are taken. Raise intake.maxRawBytes or send less.`;
  return new SupportError("MESSAGE_TOO_LARGE", text, { details: { size: body.byteLength, limit } });
}
