import * as z from "zod";
import { defineCommand } from "../../kernel/index.ts";
import { createCustomer } from "../createCustomer.ts";
import { identitiesInput, profile } from "../inputs.ts";
import { requireMayVerify } from "../prove.ts";
import { type CustomerRow, customerView } from "../schema.ts";

/**
 * Creates a customer. Where a verified identity is known from messages of somebody whom the host didn't know yet, that
 * customer is carried on: it gets the `hostId` and the profile, and keeps its history.
 *
 * @throws SupportError ALREADY_EXISTS for a `hostId` that is taken
 * @throws SupportError MERGE_REFUSED when an identity belongs to somebody else
 */
export const create = defineCommand({
  name: "customers.create",
  summary: "Creates a customer.",
  input: z.strictObject({ ...profile, identities: identitiesInput }),
  output: customerView,
  access: { permission: "customers.write", cases: "none" },
  http: "POST /customers",
  async run(tx, customer): Promise<CustomerRow> {
    await requireMayVerify(tx, customer.identities);
    return createCustomer(tx, customer);
  },
});
