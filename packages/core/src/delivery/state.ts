import { stateKey } from "../kernel/index.ts";
import type { LoopCapSettings } from "./loopCapOptions.ts";
import type { DeliveryDeps } from "./send.ts";

/** The configuration of the room. */
export interface DeliveryState extends DeliveryDeps {
  /** Limits on automatic messages. */
  readonly loopCaps: LoopCapSettings;
}

export const deliveryState = stateKey<DeliveryState>("delivery");
