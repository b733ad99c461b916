export {
  type CardField,
  type CardSource,
  type CardSourceOf,
  type CardSubjects,
  type Cards,
  cardsView,
  caseCards,
  customerCards,
  defineCardSource,
} from "./cards/index.ts";
export type {
  HostContextAnswer,
  HostContextOf,
  HostContextOptions,
  HostContextSource,
  HostContextSources,
} from "./hostContext.ts";
export { addIdentity, findIdentity, identify } from "./identify.ts";
export { checkIdentity, isLocale, isTimeZone } from "./inputs.ts";
export { labelInput, labelsInput } from "./labels.ts";
export type { GivingBack, Parting } from "./merge.ts";
export { normaliseIdentity } from "./normalise.ts";
export type { CustomersOptions } from "./options.ts";
export {
  asRequester,
  personIds,
  profileOf,
  type Requester,
  relyOnMerge,
  requireCustomer,
} from "./person.ts";
export { requireVersion } from "./requireVersion.ts";
export type {
  RecogniseSenders,
  ResolvedUser,
  ResolveSender,
} from "./resolve.ts";
export { customersRoom } from "./room.ts";
export {
  type Activity,
  type Company,
  type Customer,
  type CustomerIdentity,
  type CustomerMerge,
  type CustomerPerson,
  type CustomerRow,
  customers,
  type Identity,
  type IdentityClaimRow,
  type IdentityRow,
  identities,
  identityClaims,
  type Person,
} from "./schema.ts";
export { customersState } from "./state.ts";
export {
  defineTimelineSource,
  newestFirst,
  type Timeline,
  type TimelineEntry,
  type TimelinePlace,
  type TimelineQuestion,
  type TimelineRow,
  type TimelineSource,
} from "./timeline.ts";
export { withoutUndefined } from "./withoutUndefined.ts";
