import type { Read } from "../kernel/index.ts";
import type { Address } from "../ports/index.ts";
import { addressRoutes, channelRoute, defaultRoute } from "./routes.ts";
import { type BrandRow, brandRoutes, brands } from "./schema.ts";
import { brandsState } from "./state.ts";

/** Addresses that are looked at; what was sent to more of them is no letter to a brand. */
const mostAddresses = 50;

/** Where a case comes from, as far as it says of which brand it is. */
export interface CaseOrigin {
  readonly channelId: string;
  /** Whom the writer named. */
  readonly to?: readonly Address[];
  /** Where it arrived, which aliases and blind copies keep apart from what the writer named. */
  readonly deliveredTo?: readonly Address[];
}

/** The brand that a new case is of: that of an address it was sent to, else that of its channel, else the default. */
export async function brandOfOrigin(
  read: Read,
  { channelId, to = [], deliveredTo = [] }: CaseOrigin,
): Promise<BrandRow | null> {
  if (!(await read.use(brandsState).memory.hasAny(read))) return null;
  const [written, arrived] = [to, deliveredTo].map((some) => some.slice(0, mostAddresses).map(addressRoutes));
  const ofChannel = channelRoute(channelId);
  const found = await routesAmong(read, [
    ...[...(written ?? []), ...(arrived ?? [])].flat(),
    ofChannel,
    defaultRoute,
  ]);
  const brandsOf = (some: readonly (readonly string[])[] = []) =>
    some.flatMap((routes) => routes.flatMap((route) => found.get(route) ?? []).slice(0, 1));
  const named = brandsOf(written);
  const reached = brandsOf(arrived);
  const channelBrand = found.get(ofChannel);
  // Who writes to several brands brings a copy to each: what this one arrived at says which it is of. A mailbox that
  // aliases lead to says nothing against the one address that was written to.
  const candidates = named.length === 0 ? reached : named;
  const brandId =
    reached.find((id) => candidates.includes(id)) ??
    candidates.find((id) => id === channelBrand) ??
    candidates[0] ??
    channelBrand ??
    found.get(defaultRoute);
  return brandId === undefined ? null : read.get(brands, brandId);
}

/** Those of some addresses that are a brand's. */
export async function brandAddresses(
  read: Read,
  addresses: readonly Address[],
): Promise<ReadonlySet<Address>> {
  if (addresses.length === 0 || !(await read.use(brandsState).memory.hasAny(read))) return new Set();
  const found = await routesAmong(read, addresses.flatMap(addressRoutes));
  return new Set(addresses.filter((address) => addressRoutes(address).some((route) => found.has(route))));
}

/** Rows of one look-up. */
const batch = 500;

/** Which brand each of some routes leads to. */
async function routesAmong(read: Read, routes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(routes)];
  const found = new Map<string, string>();
  for (let at = 0; at < wanted.length; at += batch) {
    const some = wanted.slice(at, at + batch);
    const rows = await read.find(brandRoutes, { where: { field: "route", in: some }, limit: some.length });
    for (const { route, brandId } of rows) found.set(route, brandId);
  }
  return found;
}
