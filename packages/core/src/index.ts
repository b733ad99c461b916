/**
 * Customer support that lives inside your own application: customers, cases, SLA, templates, and the ports for storage
 * and channels. Hosts call the desk that {@link createSupport} creates; tables are for reading.
 *
 * @module
 */
export * from "./adapters/index.ts";
export type * from "./agents/index.ts";
export { agents, teams } from "./agents/index.ts";
export type * from "./audit/index.ts";
export { auditBlocks, auditEntries, canonicalJson } from "./audit/index.ts";
export type * from "./brands/index.ts";
export { brands } from "./brands/index.ts";
export type * from "./calendar/index.ts";
export type * from "./cases/index.ts";
export {
  caseCounts,
  caseLinks,
  caseSnoozes,
  cases,
  drafts,
  messages,
  scheduledReplies,
  timeEntries,
  trackingCodes,
} from "./cases/index.ts";
export type * from "./conditions/index.ts";
export {
  compileCondition,
  conditionFilter,
  conditionProblems,
  conditionSchema,
  defineConditionField,
  deskFields,
  exactFilter,
} from "./conditions/index.ts";
export type * from "./customers/index.ts";
export {
  customers,
  defineCardSource,
  defineTimelineSource,
  identities,
  identityClaims,
  newestFirst,
} from "./customers/index.ts";
export type * from "./delivery/index.ts";
export { handovers, isSharedProvider, receipts } from "./delivery/index.ts";
export * from "./errors/index.ts";
export type * from "./events/index.ts";
export type { BoundDesk, Desk } from "./facade.ts";
export type { FieldDefinition, FieldDefinitions, FieldKind } from "./fields/index.ts";
export { safeFileName, sanitiseHtml, withRemotePictures } from "./html/index.ts";
export type * from "./intake/index.ts";
export { inbound } from "./intake/index.ts";
export type * from "./jobs/index.ts";
export * from "./kernel/index.ts";
/** What a desk can do, by room: for `tx.call` and for whatever is derived from it. */
export * as operations from "./operations.ts";
export type { SupportOptions } from "./options.ts";
export type * from "./plugins/index.ts";
export { definePlugin } from "./plugins/index.ts";
export * from "./ports/index.ts";
export type * from "./reminders/index.ts";
export { reminders, reminderTopic } from "./reminders/index.ts";
export * from "./rows/index.ts";
export type * from "./signatures/index.ts";
export type * from "./sla/index.ts";
export { slaClocks } from "./sla/index.ts";
/** Presets, metrics and durations of the SLA, as in `sla.presets.zendesk2020.good`. */
export * as sla from "./sla/values.ts";
export { createSupport, type Support } from "./support.ts";
export type * from "./suppressions/index.ts";
export { suppressions } from "./suppressions/index.ts";
export type * from "./templates/index.ts";
export { defineArticleSource, macros, templates } from "./templates/index.ts";
export { defaultTenant, type Tenants } from "./tenants.ts";
