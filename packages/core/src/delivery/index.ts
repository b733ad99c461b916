export {
  automaticSlots,
  automaticSlotsSweep,
  type LoopCapOptions,
  type LoopCapSettings,
  loopCapSettings,
  type SuppressionReason,
  takeAutomaticSlot,
} from "./loopCaps.ts";
export { takeReceipt } from "./receipts.ts";
export { type DeliveryFacade, type DeliveryOptions, deliveryRoom } from "./room.ts";
export { type DeliveryReceipt, handovers, receipts, type Suppression, suppressions } from "./schema.ts";
export type { DeliveryDeps } from "./send.ts";
export { isSuppressed } from "./suppressions.ts";
