export { type IntakeFacade, type IntakeOptions, intakeRoom } from "./room.ts";
export { type Inbound, inbound } from "./schema.ts";
