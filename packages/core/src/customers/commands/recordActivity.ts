import * as z from "zod";
import { defineCommand, instantInput, recordInput, reference } from "../../kernel/index.ts";
import { requireCustomer } from "../person.ts";
import { type ActivityRow, activities, activityView } from "../schema.ts";

const input = z.strictObject({
  customerId: reference("customer"),
  type: z.string().min(1).max(100).describe("purchase, delivery.late, article.viewed ..."),
  at: instantInput.optional().describe("Default: now."),
  data: recordInput.default({}),
});

/** Records something that a customer did in the host application. @throws SupportError NOT_FOUND */
export const recordActivity = defineCommand({
  name: "customers.recordActivity",
  summary: "Records something that a customer did in the host application.",
  input,
  output: activityView,
  access: { permission: "customers.write" },
  http: "POST /customers/{customerId}/activities",
  async run(tx, { customerId, type, at, data }): Promise<ActivityRow> {
    await requireCustomer(tx, customerId);
    const activity = tx.insert(activities, { customerId, type, at: at ?? tx.now, data });
    tx.emit("customer.activity", { customerId }, { customerId, activityId: activity.id, type });
    return activity;
  },
});
