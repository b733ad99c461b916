export {
  type FeedHolidays,
  type HolidayOptions,
  type HolidayRange,
  holidaysFromICalendar,
  type LeftOutEvent,
} from "./holidays.ts";
export { type FeedEvent, isObservance } from "./observance.ts";
