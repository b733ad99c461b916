import * as z from "zod";
import { defineQuery, findPage, type Page, page, paging, schedules } from "../../kernel/index.ts";
import { type ScheduleRow, scheduleView } from "../schema.ts";

/** Lists schedules by name, and when each is due next. */
export const list = defineQuery({
  name: "schedules.list",
  summary: "Lists schedules by name, and when each is due next.",
  input: z.strictObject({ ...paging }),
  output: page(scheduleView),
  access: { permission: "jobs.manage" },
  http: "GET /schedules",
  run: (read, { after, limit }): Promise<Page<ScheduleRow>> => findPage(read, schedules, { after, limit }),
});
