export type { KeptInbound, KeptQuery } from "./listKept.ts";
export { originOf } from "./origin.ts";
export { type IntakeFacade, type IntakeOptions, intakeRoom } from "./room.ts";
export { type Inbound, inbound } from "./schema.ts";
