import type * as z from "zod";
import { SupportError } from "../../errors/index.ts";
import { reference, type Transaction, versionInput } from "../../kernel/index.ts";
import { attach } from "../attachments.ts";
import { type body, nothingSaid, saysSomething } from "../inputs.ts";
import { requireCase, survivingCase } from "../lifecycle.ts";
import type { Attachment, CaseRow } from "../schema.ts";
import { requireDraft } from "./own.ts";
import { type DraftRow, drafts } from "./schema.ts";

/** How a message names the draft that it was. */
export const draftInput = {
  draftId: reference("draft")
    .optional()
    .describe("The draft that this was: it is removed in the same commit, and its files come along."),
  draftVersion: versionInput
    .optional()
    .describe("The version of the draft that was read last: refused when it was saved elsewhere since."),
};

interface Named {
  readonly draftId?: string | undefined;
  readonly draftVersion?: number | undefined;
}

/**
 * Takes the draft that a message was, if it names one. A draft that stayed behind in a case that was merged is one of the
 * case that goes on.
 *
 * @throws SupportError NOT_FOUND; CONFLICT when it is of another version; INVALID_INPUT for one of another kind or case
 */
export async function takeDraftOf(
  tx: Transaction,
  found: CaseRow,
  kind: DraftRow["kind"],
  { draftId, draftVersion }: Named,
): Promise<DraftRow | null> {
  if (draftId === undefined) return null;
  const draft = await requireDraft(tx, draftId, draftVersion);
  if (draft.kind !== kind)
    throw new SupportError(
      "INVALID_INPUT",
      `draftId: this is the draft of a ${draft.kind}, not of a ${kind}.`,
    );
  const place = await survivingCase(tx, await requireCase(tx, draft.caseId));
  if (place.id !== found.id)
    throw new SupportError("INVALID_INPUT", `draftId: this draft is not one of ${found.code}.`);
  discard(tx, draft, "sent", found.customerId);
  // Its writer hasn't seen what was said in a case that it was merged into.
  return draft.caseId === found.id ? draft : { ...draft, baseTurn: 0 };
}

/** The files of a message: those of the draft that it was, then those that it brings. @throws SupportError INVALID_INPUT */
export async function attachWith(
  tx: Transaction,
  draft: DraftRow | null,
  said: z.output<z.ZodObject<typeof body>>,
): Promise<readonly Attachment[]> {
  const held = draft?.attachments ?? [];
  if (held.length === 0 && !saysSomething(said))
    throw new SupportError("INVALID_INPUT", `text: ${nothingSaid.error}.`);
  return [...held, ...(await attach(tx, said.attachments))];
}

/** Stages the end of a draft. Its files are the caller's. */
export function discard(
  tx: Transaction,
  draft: DraftRow,
  because: "sent" | "removed",
  customerId: string | null,
): void {
  const { id: draftId, caseId, agentId, kind } = draft;
  tx.emit("draft.removed", { caseId, customerId }, { draftId, caseId, agentId, kind, because });
  tx.delete(drafts, draft);
}
