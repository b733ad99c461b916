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
    .describe("Refuses the change when the customer was changed since this version was read."),
});

/**
 * Changes a profile. Without proof, what a customer wrote from, or anybody merged with them, stops being theirs once they
 * get a `hostId`.
 *
 * @throws SupportError ALREADY_EXISTS for a `hostId` that is taken
 * @throws ConflictError when the customer isn't at the expected version
 */
export const update = defineCommand({
  name: "customers.update",
  summary: "Changes a customer's profile.",
  input,
  output: customerView,
  access: { permission: "customers.write", cases: "none" },
  http: "PATCH /customers/{customerId}",
  async run(tx, { customerId, expectedVersion, ...changes }): Promise<CustomerRow> {
    const customer = await requireCustomer(tx, customerId);
    requireVersion("customers", customer, expectedVersion);
    return changeProfile(tx, customer, changes);
  },
});
