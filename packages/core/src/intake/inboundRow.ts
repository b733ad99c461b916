import type { Transaction } from "../kernel/index.ts";
import type { Channel, RawInbound, ReceiveResult } from "../ports/index.ts";
import { type Inbound, inbound } from "./schema.ts";

/** Bytes of a provider on their way in. */
export interface Delivery {
  readonly channel: Channel;
  readonly raw: RawInbound;
  /** The provider's, or the digest of the bytes. */
  readonly dedupeKey: string;
}

/** Metadata by which a channel verifies a delivery; secrets are not stored beside the mail they came with. */
const credentials: ReadonlySet<string> = new Set([
  "authorization",
  "proxy-authorization",
  "cookie",
  "secret",
]);

/** Characters of a problem that are kept. */
export const mostOfProblem = 2_000;
/** A message that stopped its parser this often isn't read again, except by `replay`. */
export const mostParserStops = 2;

export function findInbound(tx: Transaction, { channel, dedupeKey }: Delivery): Promise<Inbound | null> {
  return tx.findOne(inbound, {
    and: [
      { field: "channelId", is: channel.id },
      { field: "dedupeKey", is: dedupeKey },
    ],
  });
}

/** Whether a delivery was only stored because it stopped its parser, and is still to be read. */
export function isUndecided({ outcome, parserStops }: Inbound): boolean {
  const stops = parserStops ?? 0;
  return outcome === "kept" && stops > 0 && stops < mostParserStops;
}

export function duplicateOf({ id, caseIds }: Inbound): ReceiveResult {
  return { outcome: "duplicate", inboundId: id, caseIds };
}

/** What became of a delivery. */
export type Fate = Pick<Inbound, "id" | "outcome" | "problem" | "parserStops" | "caseIds">;

/** Writes what became of a delivery, into the row that it has already, if any. */
export function writeInbound(tx: Transaction, delivery: Delivery, known: Inbound | null, fate: Fate): void {
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
    // A view of a larger buffer would be kept alive, or be copied, whole.
    body: raw.body.slice(),
    ...fate,
  });
}
