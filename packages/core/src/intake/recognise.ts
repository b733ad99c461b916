import { customersState } from "../customers/index.ts";
import { type Context, stateOf } from "../kernel/index.ts";
import type { Address, InboundEvent, InboundMessage } from "../ports/index.ts";

const none: ReadonlySet<string> = new Set();

/** Whose words a message contains: its sender's, or those of the author of what it forwards. */
export function senderOf({ forwardedFrom, from }: InboundMessage): Address {
  return forwardedFrom ?? from;
}

/**
 * Identifies senders that the host knows, before their message is processed. Returns the ids of customers created for
 * it.
 */
export async function recogniseSenders(
  context: Context,
  events: readonly InboundEvent[],
): Promise<ReadonlySet<string>> {
  const { recognise } = stateOf(context, customersState);
  if (recognise === null) return none;
  const addresses = events.flatMap((event) => (event.kind === "message" ? [senderOf(event)] : []));
  return addresses.length === 0 ? none : recognise(context, addresses);
}
