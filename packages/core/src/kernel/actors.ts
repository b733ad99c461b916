/** Who is acting. The host is trusted; all others only have their permissions. */
export type Actor =
  | { readonly kind: "host"; readonly id: string | null }
  | { readonly kind: "agent"; readonly id: string }
  | { readonly kind: "customer"; readonly id: string }
  /** A visitor who has not been identified. `id` is that of the visitor's token. */
  | { readonly kind: "anonymous"; readonly id: string }
  | { readonly kind: "bot"; readonly id: string }
  /** The desk itself: sweeps, reactions, acknowledgements. `id` names the room. */
  | { readonly kind: "system"; readonly id: string };

export const hostActor: Actor = { kind: "host", id: null };

/** Permissions that the desk itself checks. */
export interface CorePermissions {
  "cases.read": true;
  "cases.write": true;
  "cases.reply": true;
  "notes.read": true;
  "notes.write": true;
  "customers.read": true;
  "customers.write": true;
  /** Marking an identity as verified, which routes messages to its customer. */
  "customers.verify": true;
  /** An agent's own drafts. Those of replies need `cases.reply` too, those of notes `notes.write`. */
  "drafts.write": true;
  /** An agent's own reminders. */
  "reminders.write": true;
  "time.read": true;
  /** Logging one's own time. */
  "time.write": true;
  "agents.read": true;
  "agents.write": true;
  "brands.read": true;
  "brands.write": true;
  /** Statuses and own fields. */
  "settings.read": true;
  "settings.write": true;
  "templates.read": true;
  "templates.write": true;
  "sla.read": true;
  "sla.write": true;
  "intake.manage": true;
  "jobs.manage": true;
  "events.read": true;
  /** How far the seal of the events reaches, and whether it is valid. */
  "audit.read": true;
  /** Sealing immediately, and erasing the data of events. */
  "audit.manage": true;
}

/**
 * All permissions. Plugins add theirs by augmenting with `{ "plugin.action": true }`. Access to one's own data (such as
 * a customer's cases) is decided in the command, in addition to the permission.
 */
export interface Permissions extends CorePermissions {}

export type Permission = keyof Permissions;

/** What comes with any kind of work: one's own drafts, reminders and time. */
const ownWork = ["drafts.write", "reminders.write", "time.read", "time.write"] as const;

/**
 * Built-in roles of agents with their permissions, which are for the whole tenant. `collaborator` reads and writes notes,
 * but does not write to customers.
 */
export const rolePermissions = {
  admin: "all",
  agent: [
    "cases.read",
    "cases.write",
    "cases.reply",
    "notes.read",
    "notes.write",
    "customers.read",
    "customers.write",
    ...ownWork,
    "agents.read",
    "brands.read",
    "settings.read",
    "templates.read",
    "sla.read",
    "events.read",
  ],
  collaborator: [
    "cases.read",
    "notes.read",
    "notes.write",
    "customers.read",
    ...ownWork,
    "agents.read",
    "brands.read",
    "settings.read",
    "templates.read",
    "sla.read",
  ],
} as const satisfies Record<string, "all" | readonly Permission[]>;

export type BuiltInRole = keyof typeof rolePermissions;
