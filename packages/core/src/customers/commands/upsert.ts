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
 * Updates the customer with this hostId, or creates one. Creating works like `customers.create`: whoever wrote before
 * registering keeps their history. Repeating the call changes nothing. Given identities are added to existing ones;
 * what is not given stays as it is.
 *
 * @throws SupportError MERGE_REFUSED if an identity is verified for somebody else
 */
export const upsert = defineCommand({
  name: "customers.upsert",
  summary: "Updates the customer with this hostId, or creates one.",
  input,
  output: customerView,
  access: { permission: "customers.write" },
  http: "PUT /customers",
  async run(tx, given): Promise<CustomerRow> {
    await requireMayVerify(tx, given.identities);
    return upsertAccount(tx, given);
  },
});
