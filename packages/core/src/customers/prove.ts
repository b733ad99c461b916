import { SupportError } from "../errors/index.ts";
import { findAll, forbidden, type Transaction } from "../kernel/index.ts";
import { findClaim, insertClaim } from "./claims.ts";
import { addIdentity, findIdentity } from "./identify.ts";
import { joinPersons } from "./merge.ts";
import { normaliseIdentity } from "./normalise.ts";
import { personOf, requireCustomer } from "./person.ts";
import { type CustomerRow, type IdentityRow, identities, identityClaims } from "./schema.ts";

/** An identity as given by a host or an agent. */
export interface GivenIdentity {
  readonly kind: string;
  readonly value: string;
  readonly verified: boolean;
}

/** @throws SupportError FORBIDDEN for an actor who may not mark an identity as verified */
export async function requireMayVerify(
  tx: Transaction,
  given: readonly Pick<GivenIdentity, "verified">[],
): Promise<void> {
  if (given.some(({ verified }) => verified) && !(await tx.may("customers.verify")))
    throw forbidden(tx, "customers.verify");
}

/**
 * Adds an identity to a customer. An unverified one does not route messages to a host account: it is stored as a claim,
 * which any number of accounts can make. A verified one takes over, see {@link prove}.
 *
 * @throws SupportError MERGE_REFUSED if it belongs to somebody else
 */
export async function give(
  tx: Transaction,
  customer: CustomerRow,
  given: GivenIdentity,
): Promise<IdentityRow> {
  if (given.verified) return prove(tx, customer, given);
  const person = await personOf(tx, customer);
  const held = await findIdentity(tx, given.kind, given.value);
  if (held !== null && person.some(({ id }) => id === held.customerId)) return held;
  if (person.some(({ hostId }) => hostId !== null)) return insertClaim(tx, customer.id, given);
  if (held !== null) throw refused(held);
  return addIdentity(tx, customer, given);
}

/**
 * Makes a customer the verified holder of an identity. An unverified holder gives way: a customer of whom only
 * unverified identities are known is merged into this one, with its history; any other keeps its history and loses the
 * identity.
 *
 * @throws SupportError MERGE_REFUSED if somebody else is verified to hold it
 */
export async function prove(
  tx: Transaction,
  customer: CustomerRow,
  given: Pick<IdentityRow, "kind" | "value">,
): Promise<IdentityRow> {
  const person = await personOf(tx, customer);
  const personIds = person.map(({ id }) => id);
  const claim = await findClaim(tx, personIds, given);
  if (claim !== null) tx.delete(identityClaims, claim);
  const held = await findIdentity(tx, given.kind, given.value);
  if (held === null) {
    const added = addIdentity(tx, customer, { ...given, verified: true });
    announce(tx, customer.id, added);
    return added;
  }
  if (personIds.includes(held.customerId)) {
    if (held.verified) return held;
    const customerId = claim?.customerId ?? held.customerId;
    const proven = tx.update(identities, held, { verified: true, customerId });
    announce(tx, customerId, proven);
    return proven;
  }
  if (held.verified) throw refused(held);
  const holder = await requireCustomer(tx, held.customerId);
  const guest = await unprovenPerson(tx, holder, []);
  const proven = tx.update(identities, held, { verified: true, customerId: customer.id });
  announce(tx, customer.id, proven);
  if (guest !== null) joinPersons(tx, guest, person[0]);
  return proven;
}

/**
 * The customer that a new account takes over: whoever wrote from one of its verified identities before the host knew
 * them. Null if there is none. @throws SupportError MERGE_REFUSED if somebody else is verified to hold the identity
 */
export async function carriedOn(
  tx: Transaction,
  given: readonly GivenIdentity[],
  hostId: string | null | undefined,
): Promise<CustomerRow | null> {
  for (const one of given.filter(({ verified }) => verified)) {
    const held = await findIdentity(tx, one.kind, one.value);
    if (held === null) continue;
    const isNewAccount = hostId !== null && hostId !== undefined;
    if (held.verified && !isNewAccount) throw refused(held);
    const guest = await unprovenPerson(tx, await requireCustomer(tx, held.customerId), given);
    if (guest !== null) return guest;
    if (held.verified) throw refused(held);
  }
  return null;
}

/** The survivor of a person without an account and without verified identities other than the given ones; else null. */
async function unprovenPerson(
  tx: Transaction,
  customer: CustomerRow,
  given: readonly GivenIdentity[],
): Promise<CustomerRow | null> {
  const person = await personOf(tx, customer);
  if (person.some(({ hostId }) => hostId !== null)) return null;
  const customerIds = person.map(({ id }) => id);
  const proven = await findAll(tx, identities, {
    and: [
      { field: "customerId", in: customerIds },
      { field: "verified", is: true },
    ],
  });
  const isGiven = ({ kind, value }: IdentityRow) =>
    given.some((one) => one.verified && one.kind === kind && sameValue(one, value));
  return proven.every(isGiven) ? person[0] : null;
}

function sameValue({ kind, value }: GivenIdentity, normal: string): boolean {
  return normaliseIdentity(kind, value) === normal;
}

function announce(tx: Transaction, customerId: string, { id: identityId, kind }: IdentityRow): void {
  tx.emit("customer.identityVerified", { customerId }, { customerId, identityId, kind });
}

function refused({ kind, customerId, verified }: IdentityRow): SupportError {
  const how = verified ? "is verified for" : "belongs to";
  return new SupportError(
    "MERGE_REFUSED",
    `The ${kind} identity already ${how} customer ${customerId}. If they are the same person, merge the customers. If it is no longer theirs, detach it from them first.`,
    { details: { kind, customerId, verified } },
  );
}
