import type { Transaction } from "../../kernel/index.ts";
import { caseSettingRevisions } from "./schema.ts";

/** The one row of `caseSettingRevisions` in a tenant. */
export const revisionId = "definitions";

/** Marks statuses or own fields as edited in this commit, so that every process notices. Concurrent edits conflict. */
export async function noteSettingsEdit(tx: Transaction): Promise<void> {
  const row = await tx.get(caseSettingRevisions, revisionId);
  if (row === null) tx.insert(caseSettingRevisions, { id: revisionId, revision: 1 });
  else tx.update(caseSettingRevisions, row, { revision: row.revision + 1 });
}
