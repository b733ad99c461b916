export type { Event } from "./schema.ts";
