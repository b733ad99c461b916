import { type Derivation, defineDerivation, type Transaction } from "../kernel/index.ts";
import type { Filter } from "../ports/index.ts";
import { customerWrote, writtenByCustomer } from "./automatic.ts";
import { type CaseRow, cases, type MessageRow, messages } from "./schema.ts";

/**
 * Counts how often customers have written in each case, and records that count on each message. The count grows with
 * commits, which are guarded by the version of the case, so it determines which of two messages came first even if the
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

/** The turn of a message that is added to a case, whether new or from another case. */
function turnIn(found: CaseRow, message: MessageRow): number {
  const turns = turnsOf(found);
  if (message.turn !== null && message.turn > turns) return message.turn;
  if (message.direction === "in" && customerWrote(message)) return turns + 1;
  return message.turn ?? turns;
}

function turnsOf({ turns }: CaseRow): number {
  return turns ?? 0;
}

/** Later customer messages that the writer of a message can't have seen. */
export function writtenAfter({ caseId, turn, at, id }: MessageRow): Filter<MessageRow> {
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
      // Messages written by an older version of the desk have no turn.
      turn === null ? isLater : { field: "turn", above: turn },
    ],
  };
}

/** Whether a customer wrote in the case after the message. */
export async function hasNewerThan(tx: Pick<Transaction, "findOne">, message: MessageRow): Promise<boolean> {
  return (await tx.findOne(messages, writtenAfter(message))) !== null;
}

/** Sorts messages of a case from time order into commit order. */
export function inTurnOrder(all: readonly MessageRow[]): readonly MessageRow[] {
  // Messages written by an older version of the desk have no turn.
  if (all.some(({ turn }) => turn === null)) return all;
  // Within a turn the customer wrote first: the turn counts from that message.
  const rank = ({ turn, direction }: MessageRow) => (turn ?? 0) + (direction === "in" ? 0 : 0.5);
  return [...all].sort((left, right) => rank(left) - rank(right));
}
