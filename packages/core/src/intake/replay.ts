import { isSupportError, SupportError } from "../errors/index.ts";
import { type Context, stateOf, transact } from "../kernel/index.ts";
import type { ReceiveResult } from "../ports/index.ts";
import { acceptEvents } from "./accept.ts";
import { rawOf, requireInbound } from "./inboundRow.ts";
import { copyProblem, parse } from "./receive.ts";
import { recogniseSenders } from "./recognise.ts";
import { inbound } from "./schema.ts";
import { intakeState } from "./state.ts";

/** Parses and processes what was kept, also if it was discarded since. */
export async function replayKept(context: Context, inboundId: string): Promise<ReceiveResult> {
  const deps = stateOf(context, intakeState);
  const kept = await requireInbound(context, inboundId);
  const channel = deps.channels.get(kept.channelId);
  if (channel === undefined)
    throw new SupportError("UNKNOWN_CHANNEL", `There is no channel "${kept.channelId}".`);
  const events = await parse(context, deps, channel, rawOf(kept));
  if (events instanceof Error) throw notUnderstood(inboundId, events);
  const newIds = await recogniseSenders(context, events);
  return transact(context, async (tx) => {
    const row = await tx.get(inbound, inboundId);
    if (row?.outcome !== "kept" && row?.outcome !== "discarded") {
      throw new SupportError(
        "INVALID_TRANSITION",
        `${inboundId} was already processed: there is nothing to replay.`,
      );
    }
    const { receivedAt } = row;
    const acceptance = { tx, deps, channel, inboundId, receivedAt, newIds };
    const { caseIds, copiesOf, problem } = await acceptEvents(acceptance, events);
    if (problem !== null)
      throw new SupportError(
        "NOT_FOUND",
        `${inboundId} still can't be processed, and stays stored. ${problem}`,
      );
    const outcome = copiesOf.length > 0 ? "duplicate" : "accepted";
    const known = { outcome, problem: copyProblem(copiesOf), parserStops: 0 } as const;
    tx.update(inbound, row, { ...known, caseIds: [...caseIds] });
    tx.emit("inbound.replayed", {}, { inboundId, caseIds });
    return { outcome, inboundId, caseIds };
  });
}

function notUnderstood(inboundId: string, cause: Error): SupportError {
  if (isSupportError(cause)) return cause;
  const text = `${inboundId} still can't be parsed: ${cause.message}. It stays stored. Fix the connector and replay it.`;
  return new SupportError("UNPARSEABLE", text, { cause });
}
