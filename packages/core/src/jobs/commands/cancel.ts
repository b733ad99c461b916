import * as z from "zod";
import { cancelJob, defineProcedure, idInput, nothing, stateOf } from "../../kernel/index.ts";
import { jobsState } from "../state.ts";

/**
 * Sets a job aside before it is done: what it was about counts as failed, and it can be replayed or discarded as a dead
 * letter. One that is running is told to stop, and its result is refused.
 * @throws SupportError NOT_FOUND
 */
export const cancel = defineProcedure({
  kind: "command",
  name: "jobs.cancel",
  summary: "Sets a job aside before it is done.",
  input: z.strictObject({ jobId: idInput }),
  output: nothing,
  access: { permission: "jobs.manage" },
  http: "POST /jobs/{jobId}/cancel",
  run: (context, { jobId }): Promise<void> => cancelJob(context, stateOf(context, jobsState), jobId),
});
