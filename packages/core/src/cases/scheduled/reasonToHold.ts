import { agents } from "../../agents/index.ts";
import type { Transaction } from "../../kernel/index.ts";
import { isSuppressed } from "../../suppressions/index.ts";
import { addresseesOf } from "../addressees.ts";
import type { CasesDeps } from "../create.ts";
import { missingForSolving } from "../fields/write.ts";
import { isEnded } from "../lifecycle.ts";
import { isChosen, takesRecipients } from "../recipients.ts";
import { type CaseRow, messages } from "../schema.ts";
import { casesState } from "../state.ts";
import { writtenAfter } from "../turns.ts";
import { chosenIn } from "./dispatch.ts";
import { isWaived } from "./hold.ts";
import type { HoldReason, ScheduledReplyRow } from "./schema.ts";

/** Why a reply must not go out now; null where nothing keeps it. */
export async function reasonToHold(
  tx: Transaction,
  deps: CasesDeps,
  row: ScheduledReplyRow,
  found: CaseRow,
): Promise<HoldReason | null> {
  const { heldBecause } = row;
  // These are known from when they happened.
  const isOfThePast =
    heldBecause === "case-merged" || heldBecause === "case-split" || heldBecause === "requester-changed";
  if (isOfThePast && !isWaived(row, heldBecause)) return heldBecause;
  if (await wasWrittenSince(tx, row, found)) return "newer-customer-message";
  if (found.category === "closed" && !isWaived(row, "case-closed")) return "case-closed";
  if (found.spam && !isWaived(row, "case-spam")) return "case-spam";
  const ofStatus = await statusProblem(tx, row, found);
  if (ofStatus !== null) return ofStatus;
  if (await hasLeft(tx, row)) return "author-inactive";
  return unreachable(tx, deps, row, found);
}

/** Why the case can't get the status that the reply is to set; a closed case keeps its own. */
async function statusProblem(
  tx: Transaction,
  { status }: ScheduledReplyRow,
  { category, fields: values }: CaseRow,
): Promise<HoldReason | null> {
  if (status === null || category === "closed") return null;
  const { statuses, fields } = await tx.use(casesState).definitions.current(tx);
  const wanted = statuses.find(status);
  if (wanted === undefined || wanted.archivedAt !== null) return "status-unknown";
  const solves = isEnded(wanted.category) && !isEnded(category);
  return solves && missingForSolving(fields, values).length > 0 ? "fields-missing" : null;
}

async function wasWrittenSince(tx: Transaction, row: ScheduledReplyRow, { id }: CaseRow): Promise<boolean> {
  if (isWaived(row, "newer-customer-message")) return false;
  const written = { caseId: id, turn: row.turn, at: row.createdAt, id: row.id };
  return (await tx.findOne(messages, writtenAfter(written))) !== null;
}

/** Whether an agent who wrote it has left the desk. */
export async function hasLeft(
  tx: Pick<Transaction, "get">,
  { authorKind, authorId }: Pick<ScheduledReplyRow, "authorKind" | "authorId">,
): Promise<boolean> {
  if (authorKind !== "agent") return false;
  return authorId === null || (await tx.get(agents, authorId))?.active !== true;
}

async function unreachable(
  tx: Transaction,
  deps: CasesDeps,
  row: ScheduledReplyRow,
  found: CaseRow,
): Promise<HoldReason | null> {
  const channel = deps.channels.get(found.channelId);
  if (channel === undefined && found.channelId !== "api") return "channel-gone";
  const chosen = chosenIn(row);
  if (isChosen(chosen) && (channel === undefined || !takesRecipients(channel))) return "channel-gone";
  if (channel?.capabilities.deliver !== true) return null;
  const { to } = await addresseesOf(tx, deps, found, chosen);
  if (to.length === 0) return "no-recipient";
  for (const address of to) if (await isSuppressed(tx, address)) return "suppressed";
  return null;
}
