import { type RoomJobHandlers, stateKey } from "../kernel/index.ts";

/** The handlers of all rooms and plugins. */
export const jobsState = stateKey<RoomJobHandlers>("jobs");
