import type { Transaction } from "../kernel/index.ts";
import { inbound } from "./schema.ts";

/** The origin of a delivery, if its channel reports it: the peer's IP address and the envelope sender. */
export async function originOf(
  tx: Pick<Transaction, "get">,
  inboundId: string,
): Promise<{ readonly address: string | null; readonly sender: string | null }> {
  const metadata = (await tx.get(inbound, inboundId))?.metadata;
  return { address: textOf(metadata?.remoteAddress), sender: textOf(metadata?.envelopeFrom) };
}

function textOf(value: string | readonly string[] | null | undefined): string | null {
  return typeof value === "string" ? value : null;
}
