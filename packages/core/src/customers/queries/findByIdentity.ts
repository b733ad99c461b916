import { defineQuery, orNull } from "../../kernel/index.ts";
import { findIdentity } from "../identify.ts";
import { identityPlace } from "../inputs.ts";
import { type PersonRow, personView } from "../schema.ts";
import { requirePerson } from "../wholePerson.ts";

/** Returns the customer that messages from this identity belong to, or null. Claims are ignored. */
export const findByIdentity = defineQuery({
  name: "customers.findByIdentity",
  summary: "Returns the customer that messages from this identity belong to, or null.",
  input: identityPlace,
  output: orNull(personView),
  access: { permission: "customers.read" },
  http: "GET /customers/by-identity/{kind}/{value}",
  async run(read, { kind, value }): Promise<PersonRow | null> {
    const found = await findIdentity(read, kind, value);
    return found === null ? null : requirePerson(read, found.customerId);
  },
});
