import * as z from "zod";
import { defineCommand, reference } from "../../kernel/index.ts";
import { checkIdentity, identityFields } from "../inputs.ts";
import { requireCustomer } from "../person.ts";
import { give, requireMayVerify } from "../prove.ts";
import { type IdentityRow, identityView } from "../schema.ts";

/**
 * Adds an identity, such as an email address, to a customer. Adding one that it already has is not an error. Unverified
 * identities of a customer with a `hostId` are only claims: they route no messages to it until they are verified.
 *
 * @throws SupportError MERGE_REFUSED if the identity belongs to somebody else
 */
export const attachIdentity = defineCommand({
  name: "customers.attachIdentity",
  summary: "Adds an identity, such as an email address, to a customer.",
  input: z.strictObject({ customerId: reference("customer"), ...identityFields }).superRefine(checkIdentity),
  output: identityView,
  access: { permission: "customers.write" },
  http: "POST /customers/{customerId}/identities",
  async run(tx, { customerId, ...identity }): Promise<IdentityRow> {
    await requireMayVerify(tx, [identity]);
    return give(tx, await requireCustomer(tx, customerId), identity);
  },
});
