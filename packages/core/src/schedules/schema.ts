import { defineView, named, type ScheduleRow, type StaffOf, schedules } from "../kernel/index.ts";

const columns = defineView("Schedule", schedules, { internal: ["fence", "leasedUntil"], customer: null });

/** A schedule and when it is due next. Its id is its name. */
export interface ListedSchedule extends StaffOf<typeof columns> {}

export const scheduleView = named<ListedSchedule, never>()(columns);

export type { ScheduleRow };
