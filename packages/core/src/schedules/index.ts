export type { ListedSchedule } from "./schema.ts";
