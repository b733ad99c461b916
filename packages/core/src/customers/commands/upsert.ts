import * as z from "zod";
import { isSupportError } from "../../errors/index.ts";
import { defineCommand, idInput } from "../../kernel/index.ts";
import { changeAccount } from "../account.ts";
import { createCustomer } from "../createCustomer.ts";
import { identitiesInput, profile } from "../inputs.ts";
import { requireMayVerify } from "../prove.ts";
import { type CustomerRow, customers, customerView } from "../schema.ts";

const input = z.strictObject({
  ...profile,
  hostId: idInput.describe("The customer's id in the host application."),
  identities: identitiesInput,
});

/**
 * Changes the customer with this `hostId` to what is given, or creates one, as `customers.create` does: who wrote before
 * they registered is carried on. Calling it at every login changes nothing. Identities that are given join those that are
 * there; what isn't mentioned stays as it is.
 *
 * @throws SupportError MERGE_REFUSED when an identity is verified for somebody else
 */
export const upsert = defineCommand({
  name: "customers.upsert",
  summary: "Changes the customer with a hostId, or creates one.",
  input,
  output: customerView,
  access: { permission: "customers.write" },
  http: "PUT /customers",
  async run(tx, given): Promise<CustomerRow> {
    await requireMayVerify(tx, given.identities);
    const findKnown = () => tx.findOne(customers, { field: "hostId", is: given.hostId });
    const known = await findKnown();
    if (known !== null) return changeAccount(tx, known, given);
    try {
      return await createCustomer(tx, given);
    } catch (error) {
      // Another process may have created the customer between two reads.
      const created = isSupportError(error) && error.code === "ALREADY_EXISTS" ? await findKnown() : null;
      if (created === null) throw error;
      return changeAccount(tx, created, given);
    }
  },
});
