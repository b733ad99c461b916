import * as z from "zod";
import { defineQuery, idInput, orNull } from "../../kernel/index.ts";
import { customers, type PersonRow, personView } from "../schema.ts";
import { requirePerson } from "../wholePerson.ts";

/** Returns the customer with this hostId, or null. */
export const findByHostId = defineQuery({
  name: "customers.findByHostId",
  summary: "Returns the customer with this hostId, or null.",
  input: z.strictObject({ hostId: idInput }),
  output: orNull(personView),
  access: { permission: "customers.read" },
  http: "GET /customers/by-host-id/{hostId}",
  async run(read, { hostId }): Promise<PersonRow | null> {
    const found = await read.findOne(customers, { field: "hostId", is: hostId });
    return found === null ? null : requirePerson(read, found.id);
  },
});
