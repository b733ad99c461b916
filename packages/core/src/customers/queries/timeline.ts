import * as z from "zod";
import { defineQuery, idInput, instantInput, reference } from "../../kernel/index.ts";
import { personIds, requireCustomer } from "../person.ts";
import { readTimeline } from "../readTimeline.ts";
import { type Timeline, timelineView } from "../timeline.ts";

const input = z.strictObject({
  customerId: reference("customer"),
  before: z
    .union([
      instantInput.transform((at) => ({ at, id: "" })),
      z.object({ at: instantInput, id: z.union([idInput, z.literal("")]) }),
    ])
    .default({ at: Number.MAX_SAFE_INTEGER, id: "" })
    .describe(
      "Only what is older: than a moment in epoch milliseconds, or than the end of the page before, its `next`. Default: everything.",
    ),
  limit: z.int().min(1).max(200).default(50),
});

/**
 * Everything that happened with the customer on every channel, newest first, and what plugins know of. A source of a plugin
 * that fails is named in `failed`. Customers are shown what sources have for customers; their messages are in
 * `cases.messages`.
 *
 * @throws SupportError NOT_FOUND
 */
export const timeline = defineQuery({
  name: "customers.timeline",
  summary: "Returns a customer's timeline across all channels.",
  input,
  output: timelineView,
  access: { permission: "customers.read", customer: "own" },
  http: "GET /customers/{customerId}/timeline",
  async run(read, { customerId, before, limit }): Promise<Timeline> {
    await requireCustomer(read, customerId);
    return readTimeline(read, { customerIds: await personIds(read, customerId), before, limit });
  },
});
