import { defineCommand } from "../../kernel/index.ts";
import { ownIdentityInput } from "../inputs.ts";
import { requireOwnIdentity } from "../ownIdentity.ts";
import { requireCustomer } from "../person.ts";
import { prove } from "../prove.ts";
import { type IdentityRow, identityView } from "../schema.ts";

/**
 * Marks an identity as verified to belong to a customer. The proof may be a link sent there, a code, or a signed-in
 * session. Only verified identities route messages to a customer with a `hostId`.
 *
 * @throws SupportError NOT_FOUND; MERGE_REFUSED if it is verified for somebody else
 */
export const verifyIdentity = defineCommand({
  name: "customers.verifyIdentity",
  summary: "Marks an identity as verified to belong to a customer.",
  input: ownIdentityInput,
  output: identityView,
  access: { permission: "customers.verify" },
  http: "POST /customers/{customerId}/identities/verify",
  async run(tx, place): Promise<IdentityRow> {
    const customer = await requireCustomer(tx, place.customerId);
    await requireOwnIdentity(tx, customer, place);
    return prove(tx, customer, place);
  },
});
