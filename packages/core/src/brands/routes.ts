import { normaliseIdentity } from "../customers/index.ts";
import { SupportError } from "../errors/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { Address } from "../ports/index.ts";
import { type BrandRow, brandRoutes, brands } from "./schema.ts";

/** What leads to the tenant's default brand. */
export const defaultRoute = "default";
/** Plus signs in an address that are looked past: more than mail systems make. */
const mostTags = 4;

export function channelRoute(channelId: string): string {
  return `channel:${channelId}`;
}

function addressRoute(address: string): string {
  return `address:${address}`;
}

/** The routes that an address may be known by, the nearest first: `help+eu+42@` is of `help+eu@`, or of `help@`. */
export function addressRoutes({ kind, value }: Pick<Address, "kind" | "value">): readonly string[] {
  if (kind !== "email") return [];
  const normal = normaliseIdentity("email", value);
  const at = normal.lastIndexOf("@");
  if (at < 1) return [];
  const domain = normal.slice(at);
  const routes = [addressRoute(normal)];
  let local = normal.slice(0, at);
  for (
    let plus = local.lastIndexOf("+");
    plus > 0 && routes.length <= mostTags;
    plus = local.lastIndexOf("+")
  ) {
    local = local.slice(0, plus);
    routes.push(addressRoute(`${local}${domain}`));
  }
  return routes;
}

/** Whether mail to an address ends up at one of a brand: it is that one, or a plus form of it. */
export function leadsTo(address: Pick<Address, "kind" | "value">, own: string): boolean {
  return addressRoutes(address).includes(addressRoute(own));
}

/** Everything that leads to a brand: nothing, where it is archived. */
function routesOf({
  addresses,
  channelIds,
  isDefault,
  archivedAt,
}: Pick<BrandRow, "addresses" | "channelIds" | "isDefault" | "archivedAt">): readonly string[] {
  if (archivedAt !== null) return [];
  return [
    ...new Set([
      ...addresses.map(addressRoute),
      ...channelIds.map(channelRoute),
      ...(isDefault ? [defaultRoute] : []),
    ]),
  ];
}

/** Has everything that a brand names lead to it, and nothing else. @throws SupportError ALREADY_EXISTS naming whose it is */
export async function layRoutes(tx: Transaction, brand: BrandRow): Promise<void> {
  const wanted = routesOf(brand);
  const own = await tx.find(brandRoutes, { where: { field: "brandId", is: brand.id }, limit: mostRoutes });
  const fresh = wanted.filter((route) => !own.some((one) => one.route === route));
  const taken =
    fresh.length === 0
      ? []
      : await tx.find(brandRoutes, { where: { field: "route", in: fresh }, limit: fresh.length });
  const [first] = taken.filter(({ brandId }) => brandId !== brand.id);
  if (first !== undefined) throw await takenBy(tx, first.route, first.brandId);
  for (const row of own) if (!wanted.includes(row.route)) tx.delete(brandRoutes, row);
  for (const route of fresh) tx.insert(brandRoutes, { route, brandId: brand.id });
}

/** 100 addresses, 100 channels and the default. */
const mostRoutes = 201;

async function takenBy(tx: Transaction, route: string, brandId: string): Promise<SupportError> {
  const holder = (await tx.get(brands, brandId))?.key ?? brandId;
  const [kind = "", ...rest] = route.split(":");
  const name = rest.join(":");
  return new SupportError(
    "ALREADY_EXISTS",
    `The ${kind} "${name}" already belongs to the brand "${holder}". Remove it there first with brands.update, or choose another.`,
    { details: { [kind === "channel" ? "channelId" : "address"]: name, brandId } },
  );
}
