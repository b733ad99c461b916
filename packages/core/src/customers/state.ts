import { stateKey } from "../kernel/index.ts";
import type { createHostContext } from "./hostContext.ts";
import type { RecogniseSenders } from "./resolve.ts";

/** What the room of the customers was configured with. */
export interface CustomersState {
  readonly askHost: ReturnType<typeof createHostContext>;
  /** Asks the host whose addresses messages came from; null where it is not to be asked. */
  readonly recognise: RecogniseSenders | null;
}

export const customersState = stateKey<CustomersState>("customers");
