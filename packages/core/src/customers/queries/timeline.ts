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
      "Only older entries: a time in epoch milliseconds, or the `next` of the previous page. Default: everything.",
    ),
  limit: z.int().min(1).max(200).default(50),
});

/**
 * Returns a customer's timeline across all channels, newest first, with entries of plugins. A plugin's source that fails
 * is named in `failed`. Customers see the entries that sources have for customers; their messages are in `cases.messages`.
 *
 * @throws SupportError NOT_FOUND
 */
export const timeline = defineQuery({
  name: "customers.timeline",
  summary: "Returns a customer's timeline across all channels.",
  input,
  output: timelineView,
  access: { permission: "customers.read", customer: "own", cases: "narrowed" },
  http: "GET /customers/{customerId}/timeline",
  async run(read, { customerId, before, limit }): Promise<Timeline> {
    await requireCustomer(read, customerId);
    return readTimeline(read, { customerIds: await personIds(read, customerId), before, limit });
  },
});
