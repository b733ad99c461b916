export { requireVersion, withoutUndefined } from "./commands.ts";
export type {
  HostContextAnswer,
  HostContextOf,
  HostContextOptions,
  HostContextSource,
  HostContextSources,
} from "./hostContext.ts";
export { addIdentity, findIdentity, identify } from "./identify.ts";
export { isLocale, isTimeZone } from "./inputs.ts";
export type { GiveBack, Parting } from "./merge.ts";
export { normaliseIdentity } from "./normalise.ts";
export {
  asRequester,
  personIds,
  profileOf,
  type Requester,
  relyOnMerge,
  requireCustomer,
} from "./person.ts";
export { type CustomersFacade, type CustomersOptions, type CustomerView, customersRoom } from "./room.ts";
export {
  type Activity,
  type Company,
  type Customer,
  type CustomerMerge,
  customers,
  type Identity,
  type IdentityClaim,
  identities,
  identityClaims,
} from "./schema.ts";
export { newestFirst, type TimelineEntry, type TimelinePlace, type TimelineSource } from "./timeline.ts";
