import * as z from "zod";
import { defineQuery, reference } from "../../../kernel/index.ts";
import { requireDraft } from "../own.ts";
import { type DraftRow, draftView } from "../schema.ts";

/** A draft of the agent who calls. @throws SupportError NOT_FOUND */
export const get = defineQuery({
  name: "drafts.get",
  summary: "Returns a draft of the agent who calls.",
  input: z.strictObject({ draftId: reference("draft") }),
  output: draftView,
  access: { permission: "drafts.write", cases: "named" },
  http: "GET /drafts/{draftId}",
  run: (read, { draftId }): Promise<DraftRow> => requireDraft(read, draftId),
});
