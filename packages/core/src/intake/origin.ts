import type { Origin } from "../delivery/index.ts";
import type { Read } from "../kernel/index.ts";
import { inbound } from "./schema.ts";

/** Where a delivery came from, as far as its channel tells. */
export async function originOf(read: Pick<Read, "get">, inboundId: string): Promise<Origin> {
  const metadata = (await read.get(inbound, inboundId))?.metadata;
  return { address: textOf(metadata?.remoteAddress), sender: textOf(metadata?.envelopeFrom) };
}

function textOf(value: string | readonly string[] | null | undefined): string | null {
  return typeof value === "string" ? value : null;
}
