export { takeReceipt } from "./receipts.ts";
export { type DeliveryFacade, deliveryRoom } from "./room.ts";
export { type DeliveryReceipt, receipts, type Suppression, suppressions } from "./schema.ts";
export type { DeliveryDeps } from "./send.ts";
export { isSuppressed } from "./suppressions.ts";
