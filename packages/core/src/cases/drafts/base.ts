import { SupportError } from "../../errors/index.ts";
import type { Transaction } from "../../kernel/index.ts";
import { newerMessage } from "../refuseUnseen.ts";
import { type CaseRow, messages } from "../schema.ts";
import { hasNewerThan } from "../turns.ts";
import type { DraftRow } from "./schema.ts";

/** How often the customers had written when the newest message that a writer has seen came. @throws SupportError NOT_FOUND */
export async function turnSeen(
  tx: Transaction,
  found: CaseRow,
  seenMessageId: string | undefined,
): Promise<number> {
  const turns = found.turns ?? 0;
  if (seenMessageId === undefined) return turns;
  const seen = await tx.get(messages, seenMessageId);
  if (seen === null || seen.caseId !== found.id)
    throw new SupportError("NOT_FOUND", `There is no message ${seenMessageId} in ${found.code}.`);
  // Messages that an older version of the desk wrote have no turn.
  return seen.turn ?? ((await hasNewerThan(tx, seen)) ? turns - 1 : turns);
}

/** @throws SupportError NEWER_CUSTOMER_MESSAGE when a customer wrote in the case after what the draft's writer has seen */
export function refuseOutdated(found: CaseRow, { baseTurn }: DraftRow): void {
  if ((found.turns ?? 0) > baseTurn) throw newerMessage(found);
}
