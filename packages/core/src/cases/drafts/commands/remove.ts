import * as z from "zod";
import { defineCommand, nothing, reference, versionInput } from "../../../kernel/index.ts";
import { freeFiles } from "../../attachments.ts";
import { cases } from "../../schema.ts";
import { requireDraft } from "../own.ts";
import { discard } from "../take.ts";

const input = z.strictObject({
  draftId: reference("draft"),
  expectedVersion: versionInput.optional().describe("Keeps the draft when it was saved since this version."),
});

/** Throws a draft away, with its files. @throws SupportError NOT_FOUND; CONFLICT when it was saved since `expectedVersion` */
export const remove = defineCommand({
  name: "drafts.remove",
  summary: "Throws a draft away, with its files.",
  input,
  output: nothing,
  access: { permission: "drafts.write", cases: "named" },
  http: "DELETE /drafts/{draftId}",
  async run(tx, { draftId, expectedVersion }): Promise<void> {
    const draft = await requireDraft(tx, draftId, expectedVersion);
    const found = await tx.get(cases, draft.caseId);
    discard(tx, draft, "removed", found?.customerId ?? null);
    await freeFiles(tx, draft.attachments);
  },
});
