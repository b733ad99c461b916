import { ConflictError, SupportError } from "../../errors/index.ts";
import type { Read, ReferenceRule, Transaction } from "../../kernel/index.ts";
import { requireCase } from "../lifecycle.ts";
import type { CaseRow } from "../schema.ts";
import { withinCaseOf } from "../scope.ts";
import { type ScheduledReplyRow, scheduledReplies } from "./schema.ts";

/** @throws SupportError NOT_FOUND for one that was sent or cancelled */
export async function requireReply(read: Pick<Read, "get">, replyId: string): Promise<ScheduledReplyRow> {
  const row = await read.get(scheduledReplies, replyId);
  if (row !== null) return row;
  throw noReply(replyId);
}

/**
 * A scheduled reply that is to be changed, with its case.
 *
 * @throws SupportError NOT_FOUND; FORBIDDEN for a bot, unless a bot wrote it; ConflictError when it was changed since `expectedVersion`
 */
export async function openReply(
  tx: Pick<Transaction, "actor" | "get">,
  { replyId, expectedVersion }: { readonly replyId: string; readonly expectedVersion?: number | undefined },
): Promise<{ readonly row: ScheduledReplyRow; readonly found: CaseRow }> {
  const row = await requireReply(tx, replyId);
  if (expectedVersion !== undefined && expectedVersion !== row.version) {
    const conflict = {
      changeIndex: 0,
      table: scheduledReplies.name,
      id: row.id,
      reason: "expectation",
    } as const;
    throw new ConflictError({ ...conflict, constraint: "version" });
  }
  if (tx.actor.kind === "bot" && row.authorKind !== "bot")
    throw new SupportError("FORBIDDEN", "Bots change and send only scheduled replies that bots wrote.", {
      details: { replyId },
    });
  return { row, found: await requireCase(tx, row.caseId) };
}

function noReply(replyId: string): SupportError {
  return new SupportError(
    "NOT_FOUND",
    `There is no scheduled reply ${replyId}. It may have been sent or cancelled; see cases.messages.`,
    { details: { replyId } },
  );
}

/** Scheduled replies are the desk's own; who reaches a case reaches its own. */
export const scheduledReferences: Readonly<Record<string, ReferenceRule>> = {
  scheduledReply: {
    isWithin: withinCaseOf(scheduledReplies),
    missing: noReply,
  },
};
