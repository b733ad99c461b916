import { stateKey } from "../kernel/index.ts";
import type { LoopCapSettings } from "./loopCapOptions.ts";
import type { DeliveryDeps } from "./send.ts";

/** What the room was configured with. */
export interface DeliveryState extends DeliveryDeps {
  /** How many automatic messages go out. */
  readonly loopCaps: LoopCapSettings;
}

export const deliveryState = stateKey<DeliveryState>("delivery");
