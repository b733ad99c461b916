import type { Kernel, Room } from "../kernel/index.ts";
import { activityTimeline } from "./activities/source.ts";
import { returning } from "./archiving.ts";
import { createHostContext } from "./hostContext.ts";
import { customerSettings } from "./options.ts";
import { references } from "./references.ts";
import { senderRecognition } from "./resolve.ts";
import { activities, companies, customerMerges, customers, identities, identityClaims } from "./schema.ts";
import { type CustomersState, customersState } from "./state.ts";

/** Customers, companies and what they do. What is wrong with the options goes to `problems`. */
export function customersRoom(kernel: Kernel, options: unknown, problems: string[]): Room {
  const settings = customerSettings(options, problems);
  const value: CustomersState = {
    askHost: createHostContext(settings.context, kernel.clock, settings),
    recognise: senderRecognition(kernel, settings),
  };
  return {
    tables: [customers, identities, identityClaims, companies, activities, customerMerges],
    references,
    reactions: [returning],
    sources: { timeline: [activityTimeline] },
    state: { id: customersState.id, value },
  };
}
