import { type MessageRow, messages } from "../cases/index.ts";
import { milliseconds, type OptionShape, readOptions } from "../configuration/index.ts";
import { defineReaction, type JobOptions, type Room } from "../kernel/index.ts";
import type { Channel } from "../ports/index.ts";
import { automaticSlots, automaticSlotsSweep } from "./automaticSlots.ts";
import { type LoopCapOptions, loopCaps } from "./loopCapOptions.ts";
import { handovers, receipts, suppressions } from "./schema.ts";
import { sendJob } from "./send.ts";
import { type DeliveryState, deliveryState } from "./state.ts";

export interface DeliveryOptions {
  /** Limits on automatic messages, against two machines that answer each other. */
  readonly loopCaps?: LoopCapOptions;
  /**
   * How long a connector may take to hand over one message, in milliseconds. Then its signal is aborted, TIMED_OUT is
   * recorded, and the message is handed over again under the same idempotency key, as it is unknown whether the
   * provider has it. Default 5 minutes.
   */
  readonly maxRunMs?: number;
}

const ofDelivery = {
  loopCaps,
  maxRunMs: milliseconds().default(5 * 60_000),
} satisfies OptionShape<DeliveryOptions>;

/** Sends what is queued. What is wrong with the options goes to `problems`. */
export function deliveryRoom(
  channels: ReadonlyMap<string, Channel>,
  options: unknown,
  problems: string[],
): Room {
  const settings = readOptions(ofDelivery, "delivery", options, problems);
  const deps: DeliveryState = { channels, ...settings };
  return {
    tables: [receipts, handovers, suppressions, automaticSlots],
    sweeps: [automaticSlotsSweep],
    reactions: [
      defineReaction({
        on: "message.queued",
        phase: "tell",
        async run({ data: { messageId } }, tx) {
          const message = await tx.get(messages, messageId);
          const key = `delivery.send:${messageId}`;
          await tx.enqueue("delivery.send", { messageId }, { key, ...laneOf(message) });
        },
      }),
    ],
    jobs: { "delivery.send": sendJob(deps) },
    state: { id: deliveryState.id, value: deps },
  };
}

/** Messages by people go before automatic ones; an agent's reply before the host's, which may be thousands. */
function laneOf(message: MessageRow | null): JobOptions {
  if (message === null || message.automatic !== null) return {};
  if (message.authorKind === "agent") return { lane: "interactive", priority: 6 };
  return message.authorKind === "host" ? { lane: "interactive" } : {};
}
