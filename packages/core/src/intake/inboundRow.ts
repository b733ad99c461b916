import { SupportError } from "../errors/index.ts";
import type { Context, Transaction } from "../kernel/index.ts";
import type { Channel, RawInbound, ReceiveResult } from "../ports/index.ts";
import { type InboundRow, inbound } from "./schema.ts";

/** A provider's bytes being received. */
export interface Delivery {
  readonly channel: Channel;
  readonly raw: RawInbound;
  /** The provider's id, or the digest of the bytes. */
  readonly dedupeKey: string;
}

/** Metadata for verifying a delivery; secrets are not stored beside their mail. */
const credentials: ReadonlySet<string> = new Set([
  "authorization",
  "proxy-authorization",
  "cookie",
  "secret",
]);

/** Maximum length of a stored problem. */
export const mostOfProblem = 2_000;
/** A message that stopped its parser this often is not parsed again, except by `replay`. */
export const mostParserStops = 2;

export function findInbound(tx: Transaction, { channel, dedupeKey }: Delivery): Promise<InboundRow | null> {
  return tx.findOne(inbound, {
    and: [
      { field: "channelId", is: channel.id },
      { field: "dedupeKey", is: dedupeKey },
    ],
  });
}

/** Whether a delivery was only stored because it stopped its parser, and is still to be parsed. */
export function isUndecided({ outcome, parserStops }: InboundRow): boolean {
  const stops = parserStops ?? 0;
  return outcome === "kept" && stops > 0 && stops < mostParserStops;
}

export function duplicateOf({ id, caseIds }: InboundRow): ReceiveResult {
  return { outcome: "duplicate", inboundId: id, caseIds };
}

/** The outcome of a delivery. */
export type Fate = Pick<InboundRow, "id" | "outcome" | "problem" | "parserStops" | "caseIds">;

/** Stores the outcome of a delivery, in its existing row if there is one. */
export function writeInbound(
  tx: Transaction,
  delivery: Delivery,
  known: InboundRow | null,
  fate: Fate,
): void {
  const { channel, raw, dedupeKey } = delivery;
  if (known !== null) {
    const { id: _id, ...values } = fate;
    tx.update(inbound, known, values);
    return;
  }
  const metadata = Object.fromEntries(
    Object.entries(raw.metadata).flatMap(([name, value]) =>
      credentials.has(name.toLowerCase())
        ? []
        : [[name, typeof value === "object" && value !== null ? [...value] : value]],
    ),
  );
  tx.insert(inbound, {
    channelId: channel.id,
    dedupeKey,
    receivedAt: raw.receivedAt,
    metadata,
    // A view of a larger buffer would keep all of it alive, or copy it.
    body: raw.body.slice(),
    ...fate,
  });
}

/** @throws SupportError NOT_FOUND */
export async function requireInbound({ storage, tenantId }: Context, inboundId: string): Promise<InboundRow> {
  const [row] = await storage.get(inbound, [{ tenantId, id: inboundId }]);
  if (row !== undefined) return row;
  throw noInbound(inboundId);
}

export function noInbound(inboundId: string): SupportError {
  return new SupportError("NOT_FOUND", `There is no inbound message ${inboundId}.`, {
    details: { inboundId },
  });
}

/** What arrived, in the form that connectors parse. */
export function rawOf({ body, dedupeKey, receivedAt, metadata }: InboundRow): RawInbound {
  return { body, dedupeKey, receivedAt, metadata };
}
