export type { DeskEvent } from "./schema.ts";
