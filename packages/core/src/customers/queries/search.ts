import * as z from "zod";
import {
  archivedFilter,
  archivedInput,
  defineQuery,
  limitSchema,
  lineInput,
  list,
  type Read,
} from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { normaliseIdentity } from "../normalise.ts";
import { survivor } from "../person.ts";
import { type CustomerRow, customers, customerView, type IdentityRow, identities } from "../schema.ts";

const input = z.strictObject({
  text: lineInput().describe(
    "Prefixes of words in a name or address, the start of a phone number, or a hostId.",
  ),
  archived: archivedInput,
  limit: limitSchema,
});

/** Hits that are looked through when the first ones lead to too few persons, as others of them are merged or archived. */
const mostHits = 1_000;

/**
 * Searches customers by name, address, phone number or hostId. Addresses also match in parts, numbers however they are
 * written. Each person is found once, as the survivor of merges; archived ones only if asked for.
 */
export const search = defineQuery({
  name: "customers.search",
  summary: "Searches customers by name, address, phone number or hostId.",
  input,
  output: list(customerView),
  access: { permission: "customers.read", cases: "none" },
  http: "GET /customers/search",
  async run(read, { text, archived, limit }): Promise<readonly CustomerRow[]> {
    const { persons, isAll } = await findPersons(read, { text, archived, limit }, limit);
    if (persons.length === limit || isAll) return persons;
    return (await findPersons(read, { text, archived, limit }, mostHits)).persons;
  },
});

/** Persons among the first hits of each kind. `isAll`: there are no more hits. */
async function findPersons(
  read: Read,
  { text, archived, limit }: z.output<typeof input>,
  hits: number,
): Promise<{ readonly persons: readonly CustomerRow[]; readonly isAll: boolean }> {
  const [byHostId, byName, byNumber, byIdentity] = await Promise.all([
    read.findOne(customers, { field: "hostId", is: text.trim() }),
    read.search(customers, { text, where: mayLeadTo(archived), limit: hits }),
    findNumbers(read, text, hits),
    read.search(identities, { text, limit: hits }),
  ]);
  const persons = new Map<string, CustomerRow>();
  const add = async (customer: CustomerRow | null) => {
    if (customer === null || persons.size >= limit) return;
    const person = await survivor(read, customer);
    if ((person.archivedAt !== null) === archived) persons.set(person.id, person);
  };
  await add(byHostId);
  for (const customer of byName) await add(customer);
  for (const { customerId } of [...byNumber, ...byIdentity]) {
    if (persons.size >= limit) break;
    await add(await read.get(customers, customerId));
  }
  const isAll = [byName, byNumber, byIdentity].every((found) => found.length < hits);
  return { persons: [...persons.values()], isAll };
}

/** Whether a person is archived is kept with the survivor, so any merged customer may lead to one. */
function mayLeadTo(archived: boolean): Filter<CustomerRow> {
  return { or: [{ field: "mergedIntoId", isNot: null }, archivedFilter(archived)] };
}

/** Phone numbers that start with a text that looks like one. */
async function findNumbers(read: Read, text: string, limit: number): Promise<readonly IdentityRow[]> {
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
