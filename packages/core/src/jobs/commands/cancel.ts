import * as z from "zod";
import { cancelJob, defineProcedure, idInput, nothing, stateOf } from "../../kernel/index.ts";
import { jobsState } from "../state.ts";

/**
 * Cancels a job. What it was about counts as failed, and the job can be replayed or discarded like a dead job. A
 * running job gets an abort signal, and its result is discarded.
 * @throws SupportError NOT_FOUND
 */
export const cancel = defineProcedure({
  kind: "command",
  name: "jobs.cancel",
  summary: "Cancels a job.",
  input: z.strictObject({ jobId: idInput }),
  output: nothing,
  access: { permission: "jobs.manage" },
  http: "POST /jobs/{jobId}/cancel",
  run: (context, { jobId }): Promise<void> => cancelJob(context, stateOf(context, jobsState), jobId),
});
