import * as z from "zod";
import { defineProcedure, discardDeadLetter, idInput, nothing } from "../../kernel/index.ts";

/** Removes a dead job for good. @throws SupportError NOT_FOUND */
export const discard = defineProcedure({
  kind: "command",
  name: "jobs.discard",
  summary: "Removes a dead job for good.",
  input: z.strictObject({ jobId: idInput }),
  output: nothing,
  access: { permission: "jobs.manage" },
  http: "DELETE /jobs/{jobId}",
  run: (context, { jobId }): Promise<void> => discardDeadLetter(context, jobId),
});
