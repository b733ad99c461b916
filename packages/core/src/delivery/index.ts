export { automaticSlots, automaticSlotsSweep } from "./automaticSlots.ts";
export {
  type LoopCapOptions,
  type LoopCapSettings,
  loopCaps,
  type WindowCaps,
} from "./loopCapOptions.ts";
export { type AutomaticSlot, type SuppressionReason, takeAutomaticSlot } from "./loopCaps.ts";
export { type Origin, type Origins, origins } from "./origins.ts";
export { takeReceipt } from "./receipts.ts";
export { type DeliveryOptions, deliveryRoom } from "./room.ts";
export { type DeliveryReceipt, handovers, receipts, type Suppression, suppressions } from "./schema.ts";
export type { DeliveryDeps } from "./send.ts";
export { isSharedProvider } from "./sharedProviders.ts";
export { type DeliveryState, deliveryState } from "./state.ts";
