import { stateKey } from "../kernel/index.ts";
import type { IntakeDeps } from "./receive.ts";

export const intakeState = stateKey<IntakeDeps>("intake");
