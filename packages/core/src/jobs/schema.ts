import { defineView, type JobRow, jobs, named, type StaffOf } from "../kernel/index.ts";

const columns = defineView("Job", jobs, {
  internal: ["fenceBase", "placeAt", "publishedUntil"],
  customer: null,
});

/** A unit of background work that is pending or dead. */
export interface QueuedJob extends StaffOf<typeof columns> {}

export const jobView = named<QueuedJob, never>()(columns);

export type { JobRow };
