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
export { type CustomersOptions, customersRoom } from "./room.ts";
export {
  type Activity,
  type Company,
  type Customer,
  type CustomerMerge,
  type CustomerRow,
  customers,
  type Identity,
  type IdentityClaimRow,
  type IdentityRow,
  identities,
  identityClaims,
  type Person,
} from "./schema.ts";
export { newestFirst, type TimelineEntry, type TimelinePlace, type TimelineSource } from "./timeline.ts";
export { withoutUndefined } from "./withoutUndefined.ts";
