import type { Transaction } from "../kernel/index.ts";
import { changeProfile } from "./changeProfile.ts";
import type { NewCustomer } from "./createCustomer.ts";
import { differences } from "./differences.ts";
import type { Profile } from "./inputs.ts";
import { requireCustomer } from "./person.ts";
import { give } from "./prove.ts";
import type { CustomerRow } from "./schema.ts";

/** Brings an account of the host to what the host says of it. Writes nothing where it is so already. */
export async function changeAccount(
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
  // What somebody wrote in a message is hearsay: hearing the same name from the host is news.
  const isHearsay = known.name !== null && known.nameFrom !== "desk" && profile.name === known.name;
  return isHearsay ? { ...changes, name: known.name } : changes;
}
