import { authorize } from "../authorize.ts";
import type { Context } from "../context.ts";
import { type ScheduleRow, schedules } from "./schema.ts";

/** The schedules of a tenant by name, and when each is due next. */
export async function listSchedules(context: Context): Promise<readonly ScheduleRow[]> {
  await authorize(context, "jobs.manage");
  await context.kernel.requireTenant(context.tenantId);
  return context.storage.find(schedules, {
    where: { field: "tenantId", is: context.tenantId },
    limit: 1_000,
  });
}
