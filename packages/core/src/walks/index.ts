export type { StartedWalk } from "./schema.ts";
