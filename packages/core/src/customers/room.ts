import type { Kernel, Room } from "../kernel/index.ts";
import { activityTimeline } from "./activities/source.ts";
import { createHostContext } from "./hostContext.ts";
import type { GiveBack } from "./merge.ts";
import { type CustomersOptions, checkCustomersOptions } from "./options.ts";
import { references } from "./references.ts";
import { activities, companies, customerMerges, customers, identities, identityClaims } from "./schema.ts";
import type { CustomersDeps } from "./state.ts";

/** @throws SupportError INVALID_CONFIGURATION listing everything wrong with the options */
export function customersRoom(
  kernel: Kernel,
  options: CustomersOptions,
  giveBack: readonly GiveBack[],
): Room {
  checkCustomersOptions(options);
  const askHost = createHostContext(options.context ?? {}, kernel.clock, options);
  return {
    tables: [customers, identities, identityClaims, companies, activities, customerMerges],
    references,
    sources: { timeline: [activityTimeline] },
    state: { id: "customers", value: { askHost, giveBack } satisfies CustomersDeps },
  };
}
