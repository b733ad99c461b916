import * as z from "zod";
import { defineCommand, reference, versionInput } from "../../kernel/index.ts";
import { changeProfile } from "../changeProfile.ts";
import { profile } from "../inputs.ts";
import { requireCustomer } from "../person.ts";
import { requireVersion } from "../requireVersion.ts";
import { type CustomerRow, customerView } from "../schema.ts";

const input = z.strictObject({
  customerId: reference("customer"),
  ...profile,
  expectedVersion: versionInput
    .optional()
    .describe("Rejects the update if the customer has changed since this version was read."),
});

/**
 * Updates a customer's profile. Once it gets a `hostId`, unverified addresses that it, or anybody merged with it, wrote
 * from are no longer its identities.
 *
 * @throws SupportError ALREADY_EXISTS for a `hostId` that is taken
 * @throws ConflictError if the customer is not at the expected version
 */
export const update = defineCommand({
  name: "customers.update",
  summary: "Updates a customer's profile.",
  input,
  output: customerView,
  access: { permission: "customers.write" },
  http: "PATCH /customers/{customerId}",
  async run(tx, { customerId, expectedVersion, ...changes }): Promise<CustomerRow> {
    const customer = await requireCustomer(tx, customerId);
    requireVersion("customers", customer, expectedVersion);
    return changeProfile(tx, customer, changes);
  },
});
