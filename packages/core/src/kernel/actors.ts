/** Who does something. The host is trusted; the others have only what they are permitted. */
export type Actor =
  | { readonly kind: "host"; readonly id: string | null }
  | { readonly kind: "agent"; readonly id: string }
  | { readonly kind: "customer"; readonly id: string }
  /** A visitor whom nobody has identified. `id` is that of the visitor's token. */
  | { readonly kind: "anonymous"; readonly id: string }
  | { readonly kind: "bot"; readonly id: string }
  /** The desk itself: sweeps, reactions, acknowledgements. `id` names the room. */
  | { readonly kind: "system"; readonly id: string };

export const hostActor: Actor = { kind: "host", id: null };

/** What the desk itself asks permission for. */
export interface CorePermissions {
  "cases.read": true;
  "cases.write": true;
  "cases.reply": true;
  "notes.read": true;
  "notes.write": true;
  "customers.read": true;
  "customers.write": true;
  /** Saying that a customer has proved to hold an identity, which leads messages to it. */
  "customers.verify": true;
  "agents.read": true;
  "agents.write": true;
  "brands.read": true;
  "brands.write": true;
  "templates.read": true;
  "templates.write": true;
  "sla.read": true;
  "sla.write": true;
  "intake.manage": true;
  "jobs.manage": true;
  "events.read": true;
  /** How far the seal of the events reaches, and whether it holds. */
  "audit.read": true;
  /** Sealing at once, and erasing what events tell. */
  "audit.manage": true;
}

/**
 * What may be permitted. Plugins add theirs by augmenting with `{ "plugin.action": true }`.
 * Writing about oneself (a customer's own cases) is decided in the command, beside the permission.
 */
export interface Permissions extends CorePermissions {}

export type Permission = keyof Permissions;

/** Roles of agents and what each may do. `collaborator` reads and writes notes, but does not speak to customers. */
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
    "agents.read",
    "brands.read",
    "templates.read",
    "sla.read",
    "events.read",
  ],
  collaborator: [
    "cases.read",
    "notes.read",
    "notes.write",
    "customers.read",
    "agents.read",
    "brands.read",
    "templates.read",
    "sla.read",
  ],
} as const satisfies Record<string, "all" | readonly Permission[]>;

export type Role = keyof typeof rolePermissions;
