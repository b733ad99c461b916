import type { CoreEvents, CorePermissions, SourceKind } from "./kernel/index.ts";

// The compiler checks that none is missing and none is extra.

const events: Readonly<Record<keyof CoreEvents, true>> = {
  "address.suppressed": true,
  "agent.created": true,
  "agent.presenceChanged": true,
  "agent.updated": true,
  "audit.redacted": true,
  "case.acknowledged": true,
  "case.assigned": true,
  "case.customerMessage": true,
  "case.declined": true,
  "case.handedOff": true,
  "case.linked": true,
  "case.markedSpam": true,
  "case.merged": true,
  "case.noted": true,
  "case.opened": true,
  "case.participantRemoved": true,
  "case.priorityChanged": true,
  "case.reopened": true,
  "case.replied": true,
  "case.split": true,
  "case.statusChanged": true,
  "case.unlinked": true,
  "case.updated": true,
  "company.created": true,
  "company.updated": true,
  "customer.activity": true,
  "customer.created": true,
  "customer.identityAttached": true,
  "customer.identityDetached": true,
  "customer.identityVerified": true,
  "customer.merged": true,
  "customer.unmerged": true,
  "customer.updated": true,
  "delivery.automaticSuppressed": true,
  "inbound.kept": true,
  "inbound.replayed": true,
  "inbound.unmatchedReceipt": true,
  "macro.applied": true,
  "macro.removed": true,
  "macro.saved": true,
  "message.delayed": true,
  "message.delivered": true,
  "message.failed": true,
  "message.queued": true,
  "message.sent": true,
  "sla.activated": true,
  "sla.breached": true,
  "sla.cancelled": true,
  "sla.definitionsChanged": true,
  "sla.fulfilled": true,
  "sla.notificationRequested": true,
  "sla.paused": true,
  "sla.resumed": true,
  "sla.retargeted": true,
  "sla.signalled": true,
  "sla.warned": true,
  "team.created": true,
  "team.updated": true,
  "template.removed": true,
  "template.saved": true,
  "template.sent": true,
};

const permissions: Readonly<Record<keyof CorePermissions, true>> = {
  "cases.read": true,
  "cases.write": true,
  "cases.reply": true,
  "notes.read": true,
  "notes.write": true,
  "customers.read": true,
  "customers.write": true,
  "customers.verify": true,
  "agents.read": true,
  "agents.write": true,
  "templates.read": true,
  "templates.write": true,
  "sla.read": true,
  "sla.write": true,
  "intake.manage": true,
  "jobs.manage": true,
  "events.read": true,
  "audit.read": true,
  "audit.manage": true,
};

const sources: Readonly<Record<SourceKind, true>> = { timeline: true, card: true, articles: true };

/** What rooms ask sources for. */
export const sourceKinds: readonly string[] = Object.keys(sources);

/** Types of events that the desk itself emits. */
export const coreEvents: readonly string[] = Object.keys(events);

/** Permissions that the desk itself checks. */
export const corePermissions: readonly string[] = Object.keys(permissions);
