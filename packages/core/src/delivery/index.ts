export { automaticSlots, automaticSlotsSweep } from "./automaticSlots.ts";
export {
  type LoopCapOptions,
  type LoopCapSettings,
  loopCapSettings,
  type Origin,
  type WindowCaps,
} from "./loopCapOptions.ts";
export { type AutomaticSlot, type SuppressionReason, takeAutomaticSlot } from "./loopCaps.ts";
export { takeReceipt } from "./receipts.ts";
export { type DeliveryOptions, defaultDeliveryMs, deliveryRoom } from "./room.ts";
export { type DeliveryReceipt, handovers, receipts } from "./schema.ts";
export type { DeliveryDeps } from "./send.ts";
export { isSharedProvider } from "./sharedProviders.ts";
export { type DeliveryState, deliveryState } from "./state.ts";
