import * as z from "zod";
import { defineCommand } from "../../kernel/index.ts";
import { createCustomer } from "../createCustomer.ts";
import { identitiesInput, profile } from "../inputs.ts";
import { requireMayVerify } from "../prove.ts";
import { type CustomerRow, customerView } from "../schema.ts";

/**
 * Creates a customer. If a verified identity belongs to somebody who wrote before the host knew them, that customer is
 * kept: it gets the `hostId` and the profile, along with its history.
 *
 * @throws SupportError ALREADY_EXISTS for a `hostId` that is taken
 * @throws SupportError MERGE_REFUSED if an identity belongs to somebody else
 */
export const create = defineCommand({
  name: "customers.create",
  summary: "Creates a customer.",
  input: z.strictObject({ ...profile, identities: identitiesInput }),
  output: customerView,
  access: { permission: "customers.write" },
  http: "POST /customers",
  async run(tx, customer): Promise<CustomerRow> {
    await requireMayVerify(tx, customer.identities);
    return createCustomer(tx, customer);
  },
});
