export { settleSnooze } from "./merging.ts";
export { snoozeReactions } from "./reactions.ts";
export { caseSnoozes } from "./schema.ts";
export { putToSleep } from "./sleep.ts";
export { snoozeSweep } from "./sweep.ts";
export { wake } from "./wake.ts";
