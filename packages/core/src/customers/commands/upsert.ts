import * as z from "zod";
import { defineCommand, idInput } from "../../kernel/index.ts";
import { upsertAccount } from "../account.ts";
import { identitiesInput, profile } from "../inputs.ts";
import { requireMayVerify } from "../prove.ts";
import { type CustomerRow, customerView } from "../schema.ts";

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
  access: { permission: "customers.write", cases: "none" },
  http: "PUT /customers",
  async run(tx, given): Promise<CustomerRow> {
    await requireMayVerify(tx, given.identities);
    return upsertAccount(tx, given);
  },
});
