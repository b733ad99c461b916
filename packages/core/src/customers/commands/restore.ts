import * as z from "zod";
import { defineCommand, reference } from "../../kernel/index.ts";
import { changeArchived } from "../archiving.ts";
import { requireCustomer, survivor } from "../person.ts";
import { type CustomerRow, customerView } from "../schema.ts";

/** Restores an archived customer. Returns the survivor of merges. @throws SupportError NOT_FOUND */
export const restore = defineCommand({
  name: "customers.restore",
  summary: "Restores an archived customer.",
  input: z.strictObject({ customerId: reference("customer") }),
  output: customerView,
  access: { permission: "customers.write", cases: "none" },
  http: "POST /customers/{customerId}/restore",
  run: async (tx, { customerId }): Promise<CustomerRow> =>
    changeArchived(tx, await survivor(tx, await requireCustomer(tx, customerId)), null),
});
