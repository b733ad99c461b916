import { stateKey } from "../kernel/index.ts";
import type { createHostContext } from "./hostContext.ts";
import type { GiveBack } from "./merge.ts";

/** The configuration of the customers room. */
export interface CustomersDeps {
  readonly askHost: ReturnType<typeof createHostContext>;
  readonly giveBack: readonly GiveBack[];
}

export const customersState = stateKey<CustomersDeps>("customers");
