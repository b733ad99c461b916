import * as z from "zod";
import { defineCommand, reference } from "../../kernel/index.ts";
import { checkIdentity, identityFields } from "../inputs.ts";
import { requireCustomer } from "../person.ts";
import { give, requireMayVerify } from "../prove.ts";
import { type IdentityRow, identityView } from "../schema.ts";

/**
 * Gives a customer one more way to be known; giving again what it has is no error. Unverified identities of a customer
 * with a `hostId` are mere claims: no messages belong to it by them until they are verified.
 *
 * @throws SupportError MERGE_REFUSED when the identity belongs to somebody else
 */
export const attachIdentity = defineCommand({
  name: "customers.attachIdentity",
  summary: "Gives a customer one more way to be known.",
  input: z.strictObject({ customerId: reference("customer"), ...identityFields }).superRefine(checkIdentity),
  output: identityView,
  access: { permission: "customers.write", cases: "none" },
  http: "POST /customers/{customerId}/identities",
  async run(tx, { customerId, ...identity }): Promise<IdentityRow> {
    await requireMayVerify(tx, [identity]);
    return give(tx, await requireCustomer(tx, customerId), identity);
  },
});
