import { defineSweep, type Sweep } from "../sweeps.ts";
import { type JobRateRow, jobRates } from "./schema.ts";

/** Removes rows that no longer limit anything. */
export const jobRatesSweep: Sweep = defineSweep<JobRateRow>({
  name: "jobs.rates",
  table: jobRates,
  async handle(tx, { id }) {
    const row = await tx.get(jobRates, id);
    if (row !== null && row.dueAt !== null && row.dueAt <= tx.now) tx.delete(jobRates, row);
  },
});
