import * as z from "zod";
import { defineQuery, limitSchema, lineInput, list, type Read } from "../../kernel/index.ts";
import { normaliseIdentity } from "../normalise.ts";
import { survivor } from "../person.ts";
import { type CustomerRow, customers, customerView, identities } from "../schema.ts";

const input = z.strictObject({
  text: lineInput().describe(
    "Beginnings of words of a name or an address, the beginning of a number, or an id of the host.",
  ),
  limit: limitSchema,
});

/**
 * Customers by what a person has of them: words of the name, an address or parts of it, a telephone number however it
 * is written, the host's id. Each person is found once, as the customer that others were merged into.
 */
export const search = defineQuery({
  name: "customers.search",
  summary: "Finds customers by name, address, number or the host's id.",
  input,
  output: list(customerView),
  access: { permission: "customers.read" },
  http: "GET /customers/search",
  async run(read, { text, limit }): Promise<readonly CustomerRow[]> {
    const [byHostId, byName, byNumber, byIdentity] = await Promise.all([
      read.findOne(customers, { field: "hostId", is: text.trim() }),
      read.search(customers, { text, limit }),
      findNumbers(read, text, limit),
      read.search(identities, { text, limit }),
    ]);
    const persons = new Map<string, CustomerRow>();
    const add = async (customer: CustomerRow | null) => {
      if (customer === null || persons.size >= limit) return;
      const person = await survivor(read, customer);
      persons.set(person.id, person);
    };
    await add(byHostId);
    for (const customer of byName) await add(customer);
    for (const { customerId } of [...byNumber, ...byIdentity])
      await add(await read.get(customers, customerId));
    return [...persons.values()];
  },
});

/** Telephone numbers that begin with a text which looks like one. */
async function findNumbers(read: Read, text: string, limit: number) {
  const number = normaliseIdentity("phone", text);
  if (!/^\+?\d{3,}$/.test(number)) return [];
  return read.find(identities, {
    where: {
      and: [
        { field: "kind", is: "phone" },
        { field: "value", startsWith: number },
      ],
    },
    limit,
  });
}
