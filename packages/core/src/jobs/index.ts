export type { Job } from "./schema.ts";
export { jobsState } from "./state.ts";
