import * as z from "zod";
import { defineProcedure, idInput, nothing, replayDeadLetter } from "../../kernel/index.ts";

/** Retries a dead job with all its attempts. It is due immediately. @throws SupportError NOT_FOUND */
export const replay = defineProcedure({
  kind: "command",
  name: "jobs.replay",
  summary: "Retries a dead job with all its attempts.",
  input: z.strictObject({ jobId: idInput }),
  output: nothing,
  access: { permission: "jobs.manage" },
  http: "POST /jobs/{jobId}/replay",
  run: (context, { jobId }): Promise<void> => replayDeadLetter(context, jobId),
});
