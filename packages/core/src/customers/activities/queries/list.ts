import * as z from "zod";
import {
  defineQuery,
  findPage,
  instantInput,
  lineInput,
  type Page,
  page,
  paging,
  reference,
} from "../../../kernel/index.ts";
import type { Filter } from "../../../ports/index.ts";
import { personIds, requireCustomer } from "../../person.ts";
import { type ActivityRow, activities, activityView } from "../../schema.ts";

const input = z.strictObject({
  customerId: reference("customer"),
  type: lineInput(100).optional(),
  from: instantInput.optional().describe("At this time or later."),
  before: instantInput.optional().describe("Before this time."),
  order: z.enum(["newest", "oldest"]).default("newest"),
  ...paging,
});

const orders = {
  newest: [{ field: "at", direction: "descending" }],
  oldest: [{ field: "at" }],
} as const;

/** Lists what a customer did in the host application. Includes merged customers. @throws SupportError NOT_FOUND */
export const list = defineQuery({
  name: "activities.list",
  summary: "Lists what a customer did in the host application.",
  input,
  output: page(activityView),
  access: { permission: "customers.read", cases: "none" },
  http: "GET /customers/{customerId}/activities",
  async run(read, { customerId, type, from, before, order, after, limit }): Promise<Page<ActivityRow>> {
    await requireCustomer(read, customerId);
    const leaves: Filter<ActivityRow>[] = [
      { field: "customerId", in: await personIds(read, customerId) },
      ...(type === undefined ? [] : [{ field: "type", is: type } as const]),
      ...(from === undefined ? [] : [{ field: "at", atLeast: from } as const]),
      ...(before === undefined ? [] : [{ field: "at", below: before } as const]),
    ];
    return findPage(read, activities, { where: { and: leaves }, orderBy: orders[order], after, limit });
  },
});
