import { type Derivation, defineDerivation, type Transaction } from "../kernel/index.ts";
import type { Filter } from "../ports/index.ts";
import { customerWrote, writtenByCustomer } from "./automatic.ts";
import { type CaseRow, cases, type MessageRow, messages } from "./schema.ts";

/**
 * Counts in each case how often its customers have written, and notes on each message what that count was. It grows by
 * commits, each of which is guarded by the version of the case: so it tells which of two messages came first where the
 * clocks of two processes disagree.
 */
export function turnDerivation(): Derivation {
  return defineDerivation(messages, async ({ before, after }, tx) => {
    if (after === null || before?.caseId === after.caseId) return null;
    const found = await tx.get(cases, after.caseId);
    if (found === null) return null;
    const turn = turnIn(found, after);
    if (turn > turnsOf(found)) tx.update(cases, found, { turns: turn });
    return turn === after.turn ? null : { turn };
  });
}

/** Which turn of its case a message is that comes into it, new or from another case. */
function turnIn(found: CaseRow, message: MessageRow): number {
  const turns = turnsOf(found);
  if (message.turn !== null && message.turn > turns) return message.turn;
  if (message.direction === "in" && customerWrote(message)) return turns + 1;
  return message.turn ?? turns;
}

function turnsOf({ turns }: CaseRow): number {
  return turns ?? 0;
}

/** The messages with which customers went on after one was written, and that its writer can't have seen. */
export function writtenAfter({
  caseId,
  turn,
  at,
  id,
}: Pick<MessageRow, "caseId" | "turn" | "at" | "id">): Filter<MessageRow> {
  const isLater: Filter<MessageRow> = {
    or: [
      { field: "at", above: at },
      {
        and: [
          { field: "at", is: at },
          { field: "id", above: id },
        ],
      },
    ],
  };
  return {
    and: [
      { field: "caseId", is: caseId },
      writtenByCustomer,
      // Messages that an older version of the desk wrote have no turn.
      turn === null ? isLater : { field: "turn", above: turn },
    ],
  };
}

/** Whether a customer wrote in the case after the message. */
export async function hasNewerThan(tx: Pick<Transaction, "findOne">, message: MessageRow): Promise<boolean> {
  return (await tx.findOne(messages, writtenAfter(message))) !== null;
}

/** Messages of a case in the order in which they were committed, given in that of their times. */
export function inTurnOrder(all: readonly MessageRow[]): readonly MessageRow[] {
  // Messages that an older version of the desk wrote have no turn.
  if (all.some(({ turn }) => turn === null)) return all;
  // Within a turn the customer spoke first: the turn is counted with that message.
  const rank = ({ turn, direction }: MessageRow) => (turn ?? 0) + (direction === "in" ? 0 : 0.5);
  return [...all].sort((left, right) => rank(left) - rank(right));
}
