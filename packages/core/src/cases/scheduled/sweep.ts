import { isSupportError } from "../../errors/index.ts";
import { type CallOptions, defineSweep, type Sweep, type Transaction } from "../../kernel/index.ts";
import { freeFiles } from "../attachments.ts";
import { cases } from "../schema.ts";
import { casesState } from "../state.ts";
import { send } from "./commands/send.ts";
import { hold } from "./hold.ts";
import { reasonToHold } from "./reasonToHold.ts";
import { type ScheduledReplyRow, scheduledReplies } from "./schema.ts";

/** Sends the replies whose time has come, each as its author would, and holds those that a person should look at first. */
export const scheduledRepliesSweep: Sweep = defineSweep<ScheduledReplyRow>({
  name: "cases.scheduledReplies",
  table: scheduledReplies,
  async handle(tx, { id }) {
    const row = await tx.get(scheduledReplies, id);
    if (row === null || row.dueAt === null || row.dueAt > tx.now) return;
    const found = await tx.get(cases, row.caseId);
    if (found === null) {
      await freeFiles(tx, row.attachments);
      tx.delete(scheduledReplies, row);
      return;
    }
    if (found.mergedIntoId !== null) {
      // It was scheduled at the moment of the merge.
      const into = await tx.get(cases, found.mergedIntoId);
      const moved =
        into === null ? {} : { caseId: into.id, customerId: into.customerId, turn: into.turns ?? 0 };
      hold(tx, row, "case-merged", moved);
      return;
    }
    const reason = await reasonToHold(tx, tx.use(casesState), row, found);
    if (reason !== null) hold(tx, row, reason);
    else await sendAsAuthor(tx, row);
  },
});

async function sendAsAuthor(tx: Transaction, row: ScheduledReplyRow): Promise<void> {
  try {
    await tx.call(send, { replyId: row.id }, actingAs(row));
  } catch (error) {
    // Asked before anything is written. A case out of their reach is not found.
    if (!isSupportError(error) || !["FORBIDDEN", "NOT_FOUND"].includes(error.code)) throw error;
    hold(tx, row, "not-permitted");
  }
}

/** What the host wrote goes out in the name of the desk: nothing inside may act as the host. */
function actingAs({ authorKind, authorId }: ScheduledReplyRow): CallOptions {
  const isActor = (authorKind === "agent" || authorKind === "bot") && authorId !== null;
  return isActor ? { as: { kind: authorKind, id: authorId } } : {};
}
