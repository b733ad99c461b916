export type { QueuedJob } from "./schema.ts";
export { jobsState } from "./state.ts";
