export type { KeptInbound, KeptQuery } from "./listKept.ts";
export { type IntakeFacade, type IntakeOptions, intakeRoom } from "./room.ts";
export { type Inbound, inbound } from "./schema.ts";
