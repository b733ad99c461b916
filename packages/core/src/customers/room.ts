import type { Kernel, Room } from "../kernel/index.ts";
import { createHostContext, type HostContextOptions, type HostContextSources } from "./hostContext.ts";
import type { GiveBack } from "./merge.ts";
import { references } from "./references.ts";
import { activities, companies, customerMerges, customers, identities, identityClaims } from "./schema.ts";
import type { CustomersDeps } from "./state.ts";
import type { TimelineSource } from "./timeline.ts";

export interface CustomersOptions<Sources extends HostContextSources = HostContextSources>
  extends HostContextOptions {
  /** Functions that ask the host about a customer, by name. Default: none. */
  readonly context?: Sources;
}

export function customersRoom(
  kernel: Kernel,
  options: CustomersOptions,
  timeline: readonly TimelineSource[],
  giveBack: readonly GiveBack[],
): Room {
  const { context: sources = {}, ...limits } = options;
  const askHost = createHostContext(sources, kernel.clock, limits);
  return {
    tables: [customers, identities, identityClaims, companies, activities, customerMerges],
    references,
    state: { id: "customers", value: { askHost, timeline, giveBack } satisfies CustomersDeps },
  };
}
