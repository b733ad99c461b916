import * as z from "zod";
import { defineQuery, findPage, type Page, page, paging, reference } from "../../../kernel/index.ts";
import { type DraftRow, drafts, draftWriterView } from "../schema.ts";

/** Who has begun to write in a case, so that two agents don't answer it: that they have, and nothing of what. */
export const writers = defineQuery({
  name: "drafts.writers",
  summary: "Returns who has begun to write in a case.",
  input: z.strictObject({ caseId: reference("case"), ...paging }),
  output: page(draftWriterView),
  access: { permission: "cases.read", cases: "named" },
  http: "GET /cases/{caseId}/draft-writers",
  run: (read, { caseId, after, limit }): Promise<Page<DraftRow>> =>
    findPage(read, drafts, { where: { field: "caseId", is: caseId }, after, limit }),
});
