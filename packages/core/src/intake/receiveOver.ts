import { authorize, type Context, parseId, stateOf } from "../kernel/index.ts";
import type { RawInbound, ReceiveResult } from "../ports/index.ts";
import { receive } from "./receive.ts";
import { intakeState } from "./state.ts";

/** Takes in what a provider sent over a channel, for a host that got it itself. Resolves after the commit. */
export async function receiveOver(
  context: Context,
  channelId: string,
  raw: RawInbound,
): Promise<ReceiveResult> {
  await authorize(context, "intake.manage");
  return receive(context, stateOf(context, intakeState), parseId(channelId, "receive"), raw);
}
