import { SupportError } from "../../errors/index.ts";
import type { CaseRow } from "../schema.ts";
import type { DraftRow } from "./schema.ts";

export function noDraft(draftId: string): SupportError {
  return new SupportError("NOT_FOUND", `There is no draft ${draftId}.`, { details: { draftId } });
}

/** Somebody saved over what the caller has read. */
export function savedElsewhere({ id: draftId, version }: DraftRow): SupportError {
  return new SupportError(
    "CONFLICT",
    "This draft was saved elsewhere, such as in another tab. Read it again, then save with its version as expectedVersion.",
    { details: { draftId, version }, retryable: false },
  );
}

/** The draft that the caller has read is gone. */
export function removedElsewhere({ code, id: caseId }: CaseRow): SupportError {
  return new SupportError(
    "CONFLICT",
    `The draft in ${code} was sent or removed elsewhere, such as in another tab. Save without expectedVersion to begin a new one.`,
    { details: { caseId }, retryable: false },
  );
}
