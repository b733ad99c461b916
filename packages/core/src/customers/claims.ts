import { findAll, type Transaction } from "../kernel/index.ts";
import { normaliseIdentity } from "./normalise.ts";
import { type IdentityClaimRow, type IdentityRow, identities, identityClaims } from "./schema.ts";

type Place = Pick<IdentityRow, "kind" | "value">;

/** A customer's claim, or null. */
export async function findClaim(
  tx: Pick<Transaction, "findOne">,
  customerIds: readonly string[],
  { kind, value }: Place,
): Promise<IdentityClaimRow | null> {
  return tx.findOne(identityClaims, {
    and: [
      { field: "customerId", in: customerIds },
      { field: "kind", is: kind },
      { field: "value", is: normaliseIdentity(kind, value) },
    ],
  });
}

/** Records that a customer claims an identity; repeating it is not an error. */
export async function insertClaim(tx: Transaction, customerId: string, place: Place): Promise<IdentityRow> {
  const known = await findClaim(tx, [customerId], place);
  if (known !== null) return asIdentity(known);
  const { kind } = place;
  const value = normaliseIdentity(kind, place.value);
  const claim = tx.insert(identityClaims, { customerId, kind, value });
  tx.emit("customer.identityAttached", { customerId }, { customerId, identityId: claim.id, kind });
  return asIdentity(claim);
}

/** A claim in the form in which customers are returned. */
export function asIdentity(claim: IdentityClaimRow): IdentityRow {
  return { ...claim, verified: false };
}

/** Turns unverified identities of merged customers into claims, now that the host knows whose account it is. */
export async function demoteUnverified(tx: Transaction, customerIds: readonly string[]): Promise<void> {
  const own = await heldBy(tx, customerIds);
  for (const identity of own.filter(({ verified }) => !verified)) {
    tx.delete(identities, identity);
    const { customerId, kind, value } = identity;
    if ((await findClaim(tx, [customerId], identity)) === null) {
      tx.insert(identityClaims, { customerId, kind, value });
    }
  }
}

/** The identities of these customers, without claims. */
export async function heldBy(
  tx: Pick<Transaction, "find">,
  customerIds: readonly string[],
): Promise<readonly IdentityRow[]> {
  return findAll(tx, identities, { field: "customerId", in: customerIds });
}

/** All identities and claims of these customers, without claims to an identity that one of them has. */
export async function identitiesOf(
  tx: Pick<Transaction, "find">,
  customerIds: readonly string[],
): Promise<readonly IdentityRow[]> {
  const [held, claimed] = await Promise.all([
    heldBy(tx, customerIds),
    findAll(tx, identityClaims, { field: "customerId", in: customerIds }),
  ]);
  const places = new Set(held.map(placeOf));
  const merely = claimed.filter((claim) => {
    const place = placeOf(claim);
    if (places.has(place)) return false;
    places.add(place);
    return true;
  });
  return [...held, ...merely.map(asIdentity)];
}

const placeOf = ({ kind, value }: Place) => JSON.stringify([kind, value]);
