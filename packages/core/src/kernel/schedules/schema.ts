import * as z from "zod";
import type { RowOf } from "../../ports/index.ts";
import { defineTable, instant } from "../table.ts";

export const schedules = defineTable("schedules", {
  comment: "Schedules of each tenant and when each is due next. The id is the schedule's name.",
  idPrefix: "sch",
  fields: {
    cron: z.string(),
    timeZone: z.string(),
    lastTimeAt: instant().nullable().describe("The scheduled time of its last run; null before the first."),
    dueAt: instant().nullable(),
    leasedUntil: instant().nullable(),
    fence: z.int(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  sparseIndexes: { due: ["dueAt"] },
  personal: "none",
});

export type ScheduleRow = RowOf<typeof schedules>;
