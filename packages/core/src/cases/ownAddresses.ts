import { brandAddresses } from "../brands/index.ts";
import type { Read } from "../kernel/index.ts";
import type { Address, Channel } from "../ports/index.ts";

/** A test for those of some addresses that lead to the desk itself: to one of its channels, or its brands. */
export async function ownAddresses(
  read: Read,
  channels: ReadonlyMap<string, Channel>,
  addresses: readonly Address[],
): Promise<(address: Address) => boolean> {
  const ofBrands = await brandAddresses(read, addresses);
  return (address) =>
    ofBrands.has(address) || [...channels.values()].some((one) => one.isOwn?.(address) === true);
}
