import * as z from "zod";
import { defineQuery, reference } from "../../kernel/index.ts";
import { type PersonRow, personView } from "../schema.ts";
import { requirePerson } from "../wholePerson.ts";

/**
 * The customer, or the one it was merged into, with all its identities. Customers and visitors see themselves, without
 * what they merely claim. @throws SupportError NOT_FOUND
 */
export const get = defineQuery({
  name: "customers.get",
  summary: "Returns a customer with all identities of the person.",
  input: z.strictObject({ customerId: reference("customer") }),
  output: personView,
  access: { permission: "customers.read", customer: "own", anonymous: "own", cases: "none" },
  http: "GET /customers/{customerId}",
  run: (read, { customerId }): Promise<PersonRow> => requirePerson(read, customerId),
});
