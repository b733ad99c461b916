import * as z from "zod";
import { defineProcedure, idInput, nothing, replayDeadLetter } from "../../kernel/index.ts";

/** Gives a dead job all its attempts again, due now. @throws SupportError NOT_FOUND */
export const replay = defineProcedure({
  kind: "command",
  name: "jobs.replay",
  summary: "Gives a dead job all its attempts again.",
  input: z.strictObject({ jobId: idInput }),
  output: nothing,
  access: { permission: "jobs.manage" },
  http: "POST /jobs/{jobId}/replay",
  run: (context, { jobId }): Promise<void> => replayDeadLetter(context, jobId),
});
