import * as z from "zod";
import { defineQuery, reference } from "../../kernel/index.ts";
import { type HostContextAnswer, hostContextView } from "../hostContext.ts";
import { customers, identities, identityClaims } from "../schema.ts";
import { customersState } from "../state.ts";
import { requirePerson } from "../wholePerson.ts";

/** Returns what the host knows about a customer. Each source has its own result, failure or time-out. */
export const context = defineQuery({
  name: "customers.context",
  summary: "Returns what the host knows about a customer.",
  input: z.strictObject({ customerId: reference("customer") }),
  output: hostContextView,
  access: { permission: "customers.read" },
  http: "GET /customers/{customerId}/context",
  async run(read, { customerId }): Promise<Readonly<Record<string, HostContextAnswer<unknown>>>> {
    const { identities: known, ...customer } = await requirePerson(read, customerId);
    // A mere claim must not look up somebody else's orders.
    const trusted = known.filter(({ verified }) => verified || customer.hostId === null);
    const isCommitted = !read.seesUncommitted(customers, identities, identityClaims);
    return read.use(customersState).askHost({ ...customer, identities: trusted }, isCommitted);
  },
});
