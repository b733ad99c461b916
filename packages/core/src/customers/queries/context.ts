import * as z from "zod";
import { defineQuery, reference } from "../../kernel/index.ts";
import { type HostContextAnswer, hostContextView } from "../hostContext.ts";
import { customers, identities, identityClaims } from "../schema.ts";
import { customersState } from "../state.ts";
import { requirePerson } from "../wholePerson.ts";

/** What the host's functions say of the customer: each an answer, a failure, or a time-out of its own. */
export const context = defineQuery({
  name: "customers.context",
  summary: "Returns what the host's functions say of a customer.",
  input: z.strictObject({ customerId: reference("customer") }),
  output: hostContextView,
  access: { permission: "customers.read", cases: "none" },
  http: "GET /customers/{customerId}/context",
  async run(read, { customerId }): Promise<Readonly<Record<string, HostContextAnswer<unknown>>>> {
    const { identities: known, ...customer } = await requirePerson(read, customerId);
    // What an account merely claims must not look up somebody else's orders.
    const trusted = known.filter(({ verified }) => verified || customer.hostId === null);
    const isCommitted = !read.seesUncommitted(customers, identities, identityClaims);
    return read.use(customersState).askHost({ ...customer, identities: trusted }, isCommitted);
  },
});
