import { defineCommand } from "../../kernel/index.ts";
import { ownIdentityInput } from "../inputs.ts";
import { requireOwnIdentity } from "../ownIdentity.ts";
import { requireCustomer } from "../person.ts";
import { prove } from "../prove.ts";
import { type IdentityRow, identityView } from "../schema.ts";

/**
 * Notes that a customer was proved to hold an identity that it has: by a link sent there, a code, a signed-in session.
 * Only a verified identity leads messages to a customer with a `hostId`.
 *
 * @throws SupportError NOT_FOUND; MERGE_REFUSED when it is verified for somebody else
 */
export const verifyIdentity = defineCommand({
  name: "customers.verifyIdentity",
  summary: "Notes that a customer was proved to hold an identity.",
  input: ownIdentityInput,
  output: identityView,
  access: { permission: "customers.verify", cases: "none" },
  http: "POST /customers/{customerId}/identities/verify",
  async run(tx, place): Promise<IdentityRow> {
    const customer = await requireCustomer(tx, place.customerId);
    await requireOwnIdentity(tx, customer, place);
    return prove(tx, customer, place);
  },
});
