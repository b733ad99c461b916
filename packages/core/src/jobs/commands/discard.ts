import * as z from "zod";
import { defineProcedure, discardDeadLetter, idInput, nothing } from "../../kernel/index.ts";

/** Deletes a dead job. @throws SupportError NOT_FOUND */
export const discard = defineProcedure({
  kind: "command",
  name: "jobs.discard",
  summary: "Deletes a dead job.",
  input: z.strictObject({ jobId: idInput }),
  output: nothing,
  access: { permission: "jobs.manage" },
  http: "DELETE /jobs/{jobId}",
  run: (context, { jobId }): Promise<void> => discardDeadLetter(context, jobId),
});
