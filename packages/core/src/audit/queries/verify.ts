import { defineProcedure } from "../../kernel/index.ts";
import { reportShape } from "../outputs.ts";
import type { AuditReport } from "../report.ts";
import { verifyInput, verifySeal } from "../verify.ts";

/**
 * Compares the seal with the events, from the first block to the last: finds every edit, removal and reordering of what
 * is sealed, and events between the sealed ones that no block knows. Reads page by page; writes nothing. Ends at the
 * first thing that does not fit.
 */
export const verify = defineProcedure({
  kind: "query",
  name: "audit.verify",
  summary: "Compares the seal with the events.",
  input: verifyInput,
  output: reportShape,
  access: { permission: "audit.read" },
  http: "GET /audit/verify",
  run: (context, input): Promise<AuditReport> => verifySeal(context, input),
});
