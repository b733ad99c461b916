import * as z from "zod";
import { defineQuery, reference } from "../../kernel/index.ts";
import { type Cards, cardsView, customerCards } from "../cards/index.ts";
import { personIds, requireCustomer } from "../person.ts";

/**
 * Titled blocks of fields that plugins have to show beside a customer. A source that fails is named in `failed`, and
 * hides no other.
 *
 * @throws SupportError NOT_FOUND
 */
export const cards = defineQuery({
  name: "customers.cards",
  summary: "Returns what plugins have to show beside a customer.",
  input: z.strictObject({ customerId: reference("customer") }),
  output: cardsView,
  access: { permission: "customers.read" },
  http: "GET /customers/{customerId}/cards",
  async run(read, { customerId }): Promise<Cards> {
    await requireCustomer(read, customerId);
    return customerCards(read, { customerId, customerIds: await personIds(read, customerId) });
  },
});
