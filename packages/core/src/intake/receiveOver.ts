import { authorize, type Context, parseId, stateOf } from "../kernel/index.ts";
import type { RawInbound, ReceiveResult } from "../ports/index.ts";
import { receive } from "./receive.ts";
import { intakeState } from "./state.ts";

/** Processes what a provider sent, for a host that received it itself. Resolves after the commit. */
export async function receiveOver(
  context: Context,
  channelId: string,
  raw: RawInbound,
): Promise<ReceiveResult> {
  await authorize(context, "intake.manage", "receive");
  return receive(context, stateOf(context, intakeState), parseId(channelId, "receive"), raw);
}
