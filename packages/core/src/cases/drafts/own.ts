import { SupportError } from "../../errors/index.ts";
import { forbidden, type Read } from "../../kernel/index.ts";
import { noDraft, savedElsewhere } from "./errors.ts";
import { type DraftRow, drafts } from "./schema.ts";

/**
 * Whose drafts a call is about. Agents have their own and see no other's, whatever their role; the host and the desk itself
 * name the agent. @throws SupportError FORBIDDEN; INVALID_INPUT where nobody is named
 */
export function writerOf({ actor }: Pick<Read, "actor">, agentId: string | undefined): string {
  if (actor.kind === "host" || actor.kind === "system") {
    if (agentId !== undefined) return agentId;
    throw new SupportError("INVALID_INPUT", "agentId: say whose draft it is.", {
      details: { field: "agentId" },
    });
  }
  if (actor.kind !== "agent" || (agentId ?? actor.id) !== actor.id) throw notYours(actor.kind);
  return actor.id;
}

function notYours(kind: string): SupportError {
  return new SupportError("FORBIDDEN", "Drafts are for the agent who writes them alone.", {
    details: { actor: kind },
  });
}

/** A draft, where it is the caller's. @throws SupportError NOT_FOUND; CONFLICT when it is of another version */
export async function requireDraft(
  read: Pick<Read, "actor" | "get">,
  draftId: string,
  expectedVersion?: number,
): Promise<DraftRow> {
  const draft = await read.get(drafts, draftId);
  const { actor } = read;
  const isTrusted = actor.kind === "host" || actor.kind === "system";
  if (draft === null || !(isTrusted || (actor.kind === "agent" && draft.agentId === actor.id)))
    throw noDraft(draftId);
  if (expectedVersion !== undefined && expectedVersion !== draft.version) throw savedElsewhere(draft);
  return draft;
}

/** Whoever may not send it need not write it. @throws SupportError FORBIDDEN */
export async function requireKind(read: Read, kind: DraftRow["kind"], caseId: string): Promise<void> {
  const permission = kind === "reply" ? "cases.reply" : "notes.write";
  if (!(await read.reaches(permission, "case", caseId))) throw forbidden(read, permission);
}
