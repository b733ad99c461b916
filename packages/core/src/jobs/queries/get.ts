import * as z from "zod";
import { SupportError } from "../../errors/index.ts";
import { defineQuery, idInput, jobs } from "../../kernel/index.ts";
import { type JobRow, jobView } from "../schema.ts";

/** Returns a job. It is waiting, running or dead; a finished job has no row. @throws SupportError NOT_FOUND */
export const get = defineQuery({
  name: "jobs.get",
  summary: "Returns a job.",
  input: z.strictObject({ jobId: idInput }),
  output: jobView,
  access: { permission: "jobs.manage" },
  http: "GET /jobs/{jobId}",
  async run(read, { jobId }): Promise<JobRow> {
    const job = await read.get(jobs, jobId);
    if (job !== null) return job;
    throw new SupportError("NOT_FOUND", `There is no job ${jobId}. It may have finished.`);
  },
});
