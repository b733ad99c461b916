import * as z from "zod";
import { defineCommand, reference } from "../../kernel/index.ts";
import { changeArchived } from "../archiving.ts";
import { requireCustomer, survivor } from "../person.ts";
import { type CustomerRow, customerView } from "../schema.ts";

/**
 * Archives a customer with everybody merged into it: the person is left out of lists and searches. Cases, messages and
 * identities stay. A message from the person, or a new case, brings it back. Returns the survivor of merges.
 * @throws SupportError NOT_FOUND
 */
export const archive = defineCommand({
  name: "customers.archive",
  summary: "Archives a customer with everybody merged into it: the person is left out of lists and searches.",
  input: z.strictObject({ customerId: reference("customer") }),
  output: customerView,
  access: { permission: "customers.write", cases: "none" },
  http: "POST /customers/{customerId}/archive",
  run: async (tx, { customerId }): Promise<CustomerRow> =>
    changeArchived(tx, await survivor(tx, await requireCustomer(tx, customerId)), tx.now),
});
