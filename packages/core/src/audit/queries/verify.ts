import { defineProcedure } from "../../kernel/index.ts";
import { reportShape } from "../outputs.ts";
import type { AuditReport } from "../report.ts";
import { verifyInput, verifySeal } from "../verify.ts";

/**
 * Verifies the events against the seal. From the first block to the last, it finds every edit, removal and reordering
 * of sealed events, and inserted events that no block knows. Reads page by page and writes nothing. Stops at the first
 * mismatch.
 */
export const verify = defineProcedure({
  kind: "query",
  name: "audit.verify",
  summary: "Verifies the events against the seal.",
  input: verifyInput,
  output: reportShape,
  access: { permission: "audit.read" },
  http: "GET /audit/verify",
  run: (context, input): Promise<AuditReport> => verifySeal(context, input),
});
