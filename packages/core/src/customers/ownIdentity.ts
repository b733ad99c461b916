import { SupportError } from "../errors/index.ts";
import type { Transaction } from "../kernel/index.ts";
import { findClaim } from "./claims.ts";
import { findIdentity } from "./identify.ts";
import type { OwnIdentity } from "./inputs.ts";
import { personOf } from "./person.ts";
import type { CustomerRow, IdentityClaimRow, IdentityRow } from "./schema.ts";

/** A person's identity or claim. @throws SupportError NOT_FOUND if there is neither */
export async function requireOwnIdentity(
  tx: Transaction,
  customer: CustomerRow,
  place: OwnIdentity,
): Promise<{ readonly held: IdentityRow | null; readonly claim: IdentityClaimRow | null }> {
  const personIds = (await personOf(tx, customer)).map(({ id }) => id);
  const found = await findIdentity(tx, place.kind, place.value);
  const held = found !== null && personIds.includes(found.customerId) ? found : null;
  const claim = await findClaim(tx, personIds, place);
  if (held !== null || claim !== null) return { held, claim };
  throw new SupportError(
    "NOT_FOUND",
    `Customer ${customer.id} does not have this ${place.kind} identity. Attach it with customers.attachIdentity first.`,
    { details: { customerId: customer.id, kind: place.kind } },
  );
}
