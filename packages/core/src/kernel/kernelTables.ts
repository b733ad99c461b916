import { events } from "./events.ts";
import { eventCommits, eventPages } from "./feed/index.ts";
import { idempotencyKeys } from "./idempotency.ts";
import { jobs } from "./jobTable.ts";
import { jobRates } from "./rates/index.ts";
import { schedules } from "./schedules/index.ts";
import { blobs } from "./storedBlobs.ts";
import type { DefinedTable } from "./table.ts";
import { walks } from "./walks/index.ts";

/** The tables of every desk that belong to no room. */
export const kernelTables: readonly DefinedTable[] = [
  events,
  eventCommits,
  eventPages,
  jobs,
  jobRates,
  schedules,
  walks,
  idempotencyKeys,
  blobs,
];
