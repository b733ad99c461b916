import { SupportError } from "../errors/index.ts";
import { authorize, type Context, parseInput, type Transaction, transact } from "../kernel/index.ts";
import { findClaim } from "./claims.ts";
import { findIdentity } from "./identify.ts";
import {
  type AttachIdentityInput,
  attachIdentityInput,
  type OwnIdentityInput,
  ownIdentityInput,
} from "./inputs.ts";
import { personOf, requireCustomer } from "./person.ts";
import { give, prove } from "./prove.ts";
import { type Customer, type Identity, type IdentityClaim, identities, identityClaims } from "./schema.ts";

/**
 * Gives a customer one more way to be known; giving again what it has is no error. Unverified identities of a customer
 * with a `hostId` are mere claims: no messages belong to it by them until they are verified.
 *
 * @throws SupportError MERGE_REFUSED when the identity belongs to somebody else
 */
export async function attachIdentity(context: Context, input: AttachIdentityInput): Promise<Identity> {
  await authorize(context, "customers.write");
  const { customerId, ...identity } = parseInput(attachIdentityInput, input, "customers.attachIdentity");
  if (identity.verified) await authorize(context, "customers.verify");
  return transact(context, async (tx) => give(tx, await requireCustomer(tx, customerId), identity));
}

/** Notes that a customer was proved to hold an identity. @throws SupportError NOT_FOUND, MERGE_REFUSED */
export async function verifyIdentity(context: Context, input: OwnIdentityInput): Promise<Identity> {
  await authorize(context, "customers.verify");
  const place = parseInput(ownIdentityInput, input, "customers.verifyIdentity");
  return transact(context, async (tx) => {
    const customer = await requireCustomer(tx, place.customerId);
    await requireOwn(tx, customer, place);
    return prove(tx, customer, place);
  });
}

/** Takes an identity from a customer. @throws SupportError NOT_FOUND */
export async function detachIdentity(context: Context, input: OwnIdentityInput): Promise<void> {
  await authorize(context, "customers.write");
  const place = parseInput(ownIdentityInput, input, "customers.detachIdentity");
  await transact(context, async (tx) => {
    const customer = await requireCustomer(tx, place.customerId);
    const { held, claim } = await requireOwn(tx, customer, place);
    if (held?.verified === true) await authorize(context, "customers.verify");
    if (held !== null) tx.delete(identities, held);
    if (claim !== null) tx.delete(identityClaims, claim);
    for (const { id: identityId, customerId, kind } of [held, claim].filter((row) => row !== null))
      tx.emit("customer.identityDetached", { customerId }, { customerId, identityId, kind });
  });
}

async function requireOwn(
  tx: Transaction,
  customer: Customer,
  place: OwnIdentityInput,
): Promise<{ readonly held: Identity | null; readonly claim: IdentityClaim | null }> {
  const personIds = (await personOf(tx, customer)).map(({ id }) => id);
  const found = await findIdentity(tx, place.kind, place.value);
  const held = found !== null && personIds.includes(found.customerId) ? found : null;
  const claim = await findClaim(tx, personIds, place);
  if (held !== null || claim !== null) return { held, claim };
  throw new SupportError(
    "NOT_FOUND",
    `Customer ${customer.id} has no such ${place.kind} identity. Attach it with customers.attachIdentity first.`,
    { details: { customerId: customer.id, kind: place.kind } },
  );
}
