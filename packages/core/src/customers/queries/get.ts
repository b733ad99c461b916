import * as z from "zod";
import { defineQuery, reference } from "../../kernel/index.ts";
import { type PersonRow, personView } from "../schema.ts";
import { requirePerson } from "../wholePerson.ts";

/**
 * Returns a customer with all of the person's identities. For a merged customer, that is the survivor. Customers and
 * visitors see themselves, without claims. @throws SupportError NOT_FOUND
 */
export const get = defineQuery({
  name: "customers.get",
  summary: "Returns a customer with all of the person's identities.",
  input: z.strictObject({ customerId: reference("customer") }),
  output: personView,
  access: { permission: "customers.read", customer: "own", anonymous: "own" },
  http: "GET /customers/{customerId}",
  run: (read, { customerId }): Promise<PersonRow> => requirePerson(read, customerId),
});
