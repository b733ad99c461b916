import { isSupportError } from "../errors/index.ts";
import type { Transaction } from "../kernel/index.ts";
import { changeProfile } from "./changeProfile.ts";
import { createCustomer, type NewCustomer } from "./createCustomer.ts";
import { differences } from "./differences.ts";
import type { Profile } from "./inputs.ts";
import { requireCustomer } from "./person.ts";
import { give } from "./prove.ts";
import { type CustomerRow, customers } from "./schema.ts";

/** An account as the host describes it. */
export interface DescribedAccount extends NewCustomer {
  readonly hostId: string;
}

/**
 * Makes the account with a `hostId` match the host's description, or creates it, for `customers.upsert`.
 * @throws SupportError MERGE_REFUSED, NOT_FOUND, ARCHIVED
 */
export async function upsertAccount(tx: Transaction, given: DescribedAccount): Promise<CustomerRow> {
  const known = await tx.findOne(customers, { field: "hostId", is: given.hostId });
  if (known !== null) return changeAccount(tx, known, given);
  try {
    return await createCustomer(tx, given);
  } catch (error) {
    const created = await createdMeanwhile(tx, given.hostId, error);
    if (created === null) throw error;
    // A second one staged at the same time conflicts on the `hostId` at the commit, and everything is decided again.
    return changeAccount(tx, created, given);
  }
}

/** The account that another process created between two reads, if that is why this one was rejected. */
async function createdMeanwhile(
  tx: Transaction,
  hostId: string,
  error: unknown,
): Promise<CustomerRow | null> {
  if (!isSupportError(error)) return null;
  if (error.code === "ALREADY_EXISTS") return tx.findOne(customers, { field: "hostId", is: hostId });
  const { customerId } = error.details;
  if (error.code !== "MERGE_REFUSED" || typeof customerId !== "string") return null;
  const holder = await tx.get(customers, customerId);
  return holder?.hostId === hostId ? holder : null;
}

/** Makes an account match the host's description. Writes nothing if it already does. */
async function changeAccount(
  tx: Transaction,
  known: CustomerRow,
  { identities, ...profile }: NewCustomer,
): Promise<CustomerRow> {
  const changes = newsOf(known, profile);
  const customer = Object.keys(changes).length === 0 ? known : await changeProfile(tx, known, changes);
  for (const identity of identities) await give(tx, customer, identity);
  return requireCustomer(tx, known.id);
}

function newsOf(known: CustomerRow, profile: Profile): Profile {
  const changes = differences(known, profile);
  // A name from a message is hearsay, so getting the same name from the host is a change.
  const isHearsay = known.name !== null && known.nameFrom !== "desk" && profile.name === known.name;
  return isHearsay ? { ...changes, name: known.name } : changes;
}
