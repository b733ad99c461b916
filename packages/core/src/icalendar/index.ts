export {
  type FeedHolidays,
  type HolidayRange,
  holidaysFromICalendar,
  type LeftOutEvent,
} from "./holidays.ts";
