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
      "Only older entries: a time in epoch milliseconds, or an entry, such as the last one of the previous page. Default: everything.",
    ),
  limit: z.int().min(1).max(200).default(50),
});

/** Returns a customer's timeline across all channels. Newest first. @throws SupportError NOT_FOUND */
export const timeline = defineQuery({
  name: "customers.timeline",
  summary: "Returns a customer's timeline across all channels.",
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
