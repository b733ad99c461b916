import { defineCommand, nothing } from "../../kernel/index.ts";
import { ownIdentityInput } from "../inputs.ts";
import { requireOwnIdentity } from "../ownIdentity.ts";
import { requireCustomer } from "../person.ts";
import { requireMayVerify } from "../prove.ts";
import { identities, identityClaims } from "../schema.ts";

/** Removes an identity from a customer. The history stays with the customer. @throws SupportError NOT_FOUND */
export const detachIdentity = defineCommand({
  name: "customers.detachIdentity",
  summary: "Removes an identity from a customer.",
  input: ownIdentityInput,
  output: nothing,
  access: { permission: "customers.write" },
  http: "DELETE /customers/{customerId}/identities",
  async run(tx, place): Promise<void> {
    const customer = await requireCustomer(tx, place.customerId);
    const { held, claim } = await requireOwnIdentity(tx, customer, place);
    if (held !== null) {
      await requireMayVerify(tx, [held]);
      tx.delete(identities, held);
    }
    if (claim !== null) tx.delete(identityClaims, claim);
    for (const { id: identityId, customerId, kind } of [held, claim].filter((row) => row !== null))
      tx.emit("customer.identityDetached", { customerId }, { customerId, identityId, kind });
  },
});
