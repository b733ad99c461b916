import * as z from "zod";
import { defineQuery, idInput, instantInput, reference } from "../../kernel/index.ts";
import { personIds, requireCustomer } from "../person.ts";
import { customersState } from "../state.ts";
import {
  activityTimeline,
  mergeTimeline,
  type TimelineEntry,
  type TimelineSource,
  timelineView,
} from "../timeline.ts";

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
  access: { permission: "customers.read", cases: "narrowed" },
  http: "GET /customers/{customerId}/timeline",
  async run(read, { customerId, before, limit }): Promise<readonly TimelineEntry[]> {
    await requireCustomer(read, customerId);
    const customerIds = await personIds(read, customerId);
    const sources = [activityTimeline, ...read.use(customersState).timeline];
    return mergeTimeline(read, sources.map(reachedOnly), { customerIds, before, limit });
  },
});

/** A source without entries of cases that the actor can't read. Reads on until the page is full or the source ends. */
function reachedOnly(source: TimelineSource): TimelineSource {
  return async (read, query) => {
    if (await read.may("cases.read")) return source(read, query);
    const reached: TimelineEntry[] = [];
    let { before } = query;
    for (;;) {
      const entries = await source(read, { ...query, before });
      for (const entry of entries)
        if (entry.caseId === null || (await read.reaches("cases.read", "case", entry.caseId)))
          reached.push(entry);
      const last = entries.at(-1);
      if (last === undefined || entries.length < query.limit || reached.length >= query.limit)
        return reached.slice(0, query.limit);
      before = { at: last.at, id: last.id };
    }
  };
}
