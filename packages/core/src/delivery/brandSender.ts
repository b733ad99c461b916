import { brands, leadsTo } from "../brands/index.ts";
import type { CaseRow, MessageRow } from "../cases/index.ts";
import type { Read } from "../kernel/index.ts";
import type { Address, Channel, OutboundMessage } from "../ports/index.ts";

/**
 * In whose name a message is sent: that of the case's brand, from the one of its addresses that the customer wrote to
 * last, else from its first; only from those that the channel may send from. `earlier`: messages of the case, the newest
 * first.
 */
export async function brandSender(
  read: Read,
  channel: Channel,
  { brandId }: Pick<CaseRow, "brandId">,
  earlier: readonly MessageRow[],
): Promise<Pick<OutboundMessage, "brandName" | "from">> {
  const brand = brandId === null ? null : await read.get(brands, brandId);
  if (brand === null) return { brandName: null, from: null };
  const addresses = brand.addresses
    .map((value): Address => ({ kind: "email", value, name: brand.name }))
    .filter((address) => channel.sendsFrom?.(address) === true);
  const written = addresses.length < 2 ? undefined : lastWrittenTo(addresses, earlier);
  return { brandName: brand.name, from: written ?? addresses[0] ?? null };
}

function lastWrittenTo(addresses: readonly Address[], earlier: readonly MessageRow[]): Address | undefined {
  for (const { direction, to, cc } of earlier) {
    if (direction !== "in") continue;
    const found = addresses.find(({ value }) => [...to, ...cc].some((named) => leadsTo(named, value)));
    if (found !== undefined) return found;
  }
  return undefined;
}
