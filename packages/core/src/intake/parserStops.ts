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

/** Whether an error means that parsing a message crashed or timed out. */
export function isParserStop(error: unknown): error is SupportError {
  return isSupportError(error) && error.code === "PARSER_STOPPED";
}

/**
 * Stores a message that has stopped its parser, with the count: whatever happens to this process, it is listed and the
 * next process continues counting. Null while it is to be parsed once more, else the outcome.
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
      ? `It has stopped its parser ${parserStops} times and is not retried automatically. Replay it once the parser can read it.`
      : "It has stopped its parser once and is retried once.";
    const problem = `${error.message} ${advice}`.slice(0, mostOfProblem);
    writeInbound(tx, delivery, known, { id: inboundId, outcome: "kept", problem, parserStops, caseIds: [] });
    if (!isFinal) return null;
    tx.emit("inbound.kept", {}, { inboundId, channelId: delivery.channel.id, code: "UNPARSEABLE" });
    return { outcome: "kept", inboundId, caseIds: [] };
  });
}
