import * as z from "zod";
import { defineQuery, reference } from "../../kernel/index.ts";
import { requireCase } from "../lifecycle.ts";
import type { CaseRow } from "../schema.ts";
import { caseView } from "../views.ts";

/** Returns a case. @throws SupportError NOT_FOUND */
export const get = defineQuery({
  name: "cases.get",
  summary: "Returns a case.",
  input: z.strictObject({ caseId: reference("case") }),
  output: caseView,
  access: { permission: "cases.read", customer: "own" },
  http: "GET /cases/{caseId}",
  run: (read, { caseId }): Promise<CaseRow> => requireCase(read, caseId),
});
