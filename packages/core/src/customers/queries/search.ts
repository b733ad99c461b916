import * as z from "zod";
import { bounds, defineQuery, limitSchema, list, type Read } from "../../kernel/index.ts";
import { normaliseIdentity } from "../normalise.ts";
import { survivor } from "../person.ts";
import { type CustomerRow, customers, customerView, identities } from "../schema.ts";

const input = z.strictObject({
  text: z
    .string()
    .min(1)
    .max(bounds.line)
    .describe("Prefixes of words in a name or address, the start of a phone number, or a hostId."),
  limit: limitSchema,
});

/**
 * Searches customers by name, address, phone number or hostId. Addresses also match in parts, numbers however they are
 * written. Each person is found once, as the survivor of merges.
 */
export const search = defineQuery({
  name: "customers.search",
  summary: "Searches customers by name, address, phone number or hostId.",
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

/** Phone numbers that start with a text that looks like one. */
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
