export { receiveOver } from "./receiveOver.ts";
export { type IntakeOptions, intakeRoom } from "./room.ts";
export { type Inbound, inbound } from "./schema.ts";
