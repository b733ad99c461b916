import * as z from "zod";
import { defineCommand, refuseTaken } from "../../kernel/index.ts";
import { demoteUnverified } from "../claims.ts";
import { requireCompany } from "../companies/requireCompany.ts";
import { identitiesInput, profile } from "../inputs.ts";
import { personIds, requireCustomer } from "../person.ts";
import { changeCustomer, insertCustomer } from "../profile.ts";
import { carriedOn, give, requireMayVerify } from "../prove.ts";
import { type CustomerRow, customers, customerView } from "../schema.ts";

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
  access: { permission: "customers.write" },
  http: "POST /customers",
  async run(tx, { identities: given, ...values }): Promise<CustomerRow> {
    await requireMayVerify(tx, given);
    await refuseTaken(tx, customers, "hostId", values.hostId);
    await requireCompany(tx, values.companyId);
    const known = await carriedOn(tx, given, values.hostId);
    const customer = known === null ? insertCustomer(tx, values) : changeCustomer(tx, known, values);
    for (const identity of given) await give(tx, customer, identity);
    if (known !== null && customer.hostId !== null)
      await demoteUnverified(tx, await personIds(tx, customer.id));
    return requireCustomer(tx, customer.id);
  },
});
