export { alwaysOpen } from "./always-open.ts";
export type { BusinessCalendar } from "./business-calendar.ts";
export { createCalendar } from "./create-calendar.ts";
export type {
  AlwaysOpenCalendarDefinition,
  CalendarDefinition,
  OpenTime,
  UnionCalendarDefinition,
  WeeklyCalendarDefinition,
} from "./definition.ts";
export { CalendarError, type CalendarErrorCode } from "./errors.ts";
export type { Weekday } from "./local-date.ts";
export type { NamedHoliday } from "./named-holidays.ts";
export type { OpenInterval } from "./open-time.ts";
export { calendarDefinitionSchema } from "./schema.ts";
export { zoneOffsetAt } from "./time-zone.ts";
