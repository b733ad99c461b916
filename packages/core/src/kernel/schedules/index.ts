export {
  type CheckedSchedule,
  checkSchedules,
  defineSchedule,
  type OwnedSchedule,
  type Schedule,
  type ScheduledTime,
} from "./schedule.ts";
export { scheduleRows } from "./scheduleRows.ts";
export { type ScheduleRow, schedules } from "./schema.ts";
