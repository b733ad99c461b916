export { requireVersion, withoutUndefined } from "./commands.ts";
export type {
  HostContextAnswer,
  HostContextOf,
  HostContextOptions,
  HostContextSource,
  HostContextSources,
} from "./hostContext.ts";
export {
  addIdentity,
  findIdentity,
  identify,
  normaliseIdentity,
  requireCustomer,
  survivor,
} from "./identify.ts";
export { isLocale, isTimeZone } from "./inputs.ts";
export { mergedGroup, personIds } from "./merge.ts";
export { type CustomersFacade, type CustomersOptions, type CustomerView, customersRoom } from "./room.ts";
export {
  type Activity,
  type Company,
  type Customer,
  type CustomerMerge,
  customers,
  type Identity,
  identities,
} from "./schema.ts";
export { newestFirst, type TimelineEntry, type TimelinePlace, type TimelineSource } from "./timeline.ts";
