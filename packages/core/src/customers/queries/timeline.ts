import * as z from "zod";
import { defineQuery, idInput, instantInput, reference } from "../../kernel/index.ts";
import { personIds, requireCustomer } from "../person.ts";
import { mergeTimeline, type TimelineEntry, timelineView } from "../timeline.ts";

const input = z.strictObject({
  customerId: reference("customer"),
  before: z
    .union([
      instantInput.transform((at) => ({ at, id: "" })),
      z.object({ at: instantInput, id: z.union([idInput, z.literal("")]) }),
    ])
    .default({ at: Number.MAX_SAFE_INTEGER, id: "" })
    .describe(
      "Only what is older: than a moment in epoch milliseconds, or than an entry, such as the last one of the page before. Default: everything.",
    ),
  limit: z.int().min(1).max(200).default(50),
});

/** Everything that happened with the customer on every channel, newest first. @throws SupportError NOT_FOUND */
export const timeline = defineQuery({
  name: "customers.timeline",
  summary: "Returns what happened with a customer on every channel.",
  input,
  output: timelineView,
  access: { permission: "customers.read" },
  http: "GET /customers/{customerId}/timeline",
  async run(read, { customerId, before, limit }): Promise<readonly TimelineEntry[]> {
    await requireCustomer(read, customerId);
    const customerIds = await personIds(read, customerId);
    return mergeTimeline(read, { customerIds, before, limit });
  },
});
