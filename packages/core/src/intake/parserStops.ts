import { isSupportError, type SupportError } from "../errors/index.ts";
import { type Context, transact } from "../kernel/index.ts";
import type { ReceiveResult } from "../ports/index.ts";
import {
  type Delivery,
  duplicateOf,
  findInbound,
  isUndecided,
  mostOfProblem,
  mostParserStops,
  writeInbound,
} from "./inboundRow.ts";
import { inbound } from "./schema.ts";

/** Whether an error says that a message killed or outlasted what read it. */
export function isParserStop(error: unknown): error is SupportError {
  return isSupportError(error) && error.code === "PARSER_STOPPED";
}

/**
 * Stores the bytes of a message that has stopped its parser, with how often it has: whatever becomes of this process,
 * they are listed, and the next one goes on counting. Null while they are to be read once more, else what became of
 * them.
 */
export function countParserStop(
  context: Context,
  delivery: Delivery,
  error: SupportError,
): Promise<ReceiveResult | null> {
  return transact(context, async (tx) => {
    const known = await findInbound(tx, delivery);
    if (known !== null && !isUndecided(known)) return duplicateOf(known);
    const inboundId = known?.id ?? tx.newId(inbound.idPrefix);
    const parserStops = (known?.parserStops ?? 0) + 1;
    const isFinal = parserStops >= mostParserStops;
    const advice = isFinal
      ? `It has stopped its parser ${parserStops} times and is not read again by itself; replay it once the parser can read it.`
      : "It has stopped its parser once and is read once more.";
    const problem = `${error.message} ${advice}`.slice(0, mostOfProblem);
    writeInbound(tx, delivery, known, { id: inboundId, outcome: "kept", problem, parserStops, caseIds: [] });
    if (!isFinal) return null;
    tx.emit("inbound.kept", {}, { inboundId, channelId: delivery.channel.id, code: "UNPARSEABLE" });
    return { outcome: "kept", inboundId, caseIds: [] };
  });
}
