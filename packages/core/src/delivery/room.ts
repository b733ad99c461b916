import { type MessageRow, messages } from "../cases/index.ts";
import { SupportError } from "../errors/index.ts";
import {
  authorize,
  type Context,
  defineReaction,
  type JobOptions,
  parseId,
  type Room,
  transact,
} from "../kernel/index.ts";
import { automaticSlots, automaticSlotsSweep } from "./automaticSlots.ts";
import { movesTo } from "./deliveryStates.ts";
import { prepareRetry } from "./handovers.ts";
import type { LoopCapOptions } from "./loopCapOptions.ts";
import { handovers, receipts, suppressions } from "./schema.ts";
import { sendJob, untold } from "./send.ts";
import { type DeliveryState, deliveryState } from "./state.ts";

export interface DeliveryOptions {
  /** How many automatic messages go out. They bound what two machines that answer each other can do. */
  readonly loopCaps?: LoopCapOptions;
  /**
   * How long a connector may take to hand one message over, in milliseconds. Then its signal is aborted, TIMED_OUT is
   * recorded, and the message is handed over again under the same idempotency key: whether the provider has it is not
   * known. Default 5 minutes.
   */
  readonly maxRunMs?: number;
}

export const defaultDeliveryMs = 5 * 60_000;

export function deliveryRoom(deps: DeliveryState) {
  const room: Room = {
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

  const bind = (context: Context) => ({
    /**
     * Sends a failed message again, under the same idempotency key, to those who did not get it; to everybody where the
     * provider took it over as a whole and gave it up later. @throws SupportError INVALID_TRANSITION
     */
    retry: async (messageId: string): Promise<MessageRow> => {
      await authorize(context, "cases.reply");
      parseId(messageId, "delivery.retry");
      return transact(context, async (tx) => {
        const message = await tx.get(messages, messageId);
        if (message === null) throw new SupportError("NOT_FOUND", `There is no message ${messageId}.`);
        if (message.deliveryState === null || !movesTo(message, "queued")) throw notFailed(message);
        const { caseId, customerId, channelId } = message;
        const receipt = await tx.get(receipts, messageId);
        await prepareRetry(tx, message, receipt);
        // The next hand-over has a receipt of its own.
        if (receipt !== null) tx.delete(receipts, receipt);
        tx.emit("message.queued", { caseId, customerId }, { caseId, messageId, channelId });
        return tx.update(messages, message, { deliveryState: "queued", deliveryDetail: null, ...untold });
      });
    },
  });

  return { ...room, bind };
}

/** What a person wrote goes before all that was made by itself; an agent's reply before the host's, which may be thousands. */
function laneOf(message: MessageRow | null): JobOptions {
  if (message === null || message.automatic !== null) return {};
  if (message.authorKind === "agent") return { lane: "interactive", priority: 6 };
  return message.authorKind === "host" ? { lane: "interactive" } : {};
}

function notFailed({ id, deliveryState }: MessageRow): SupportError {
  const state = deliveryState ?? "not to be delivered";
  return new SupportError("INVALID_TRANSITION", `Only a failed message is sent again; ${id} is ${state}.`);
}

export type DeliveryFacade = ReturnType<ReturnType<typeof deliveryRoom>["bind"]>;
