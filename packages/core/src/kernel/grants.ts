import type { Storage } from "../ports/index.ts";
import type { Actor, Permission } from "./actors.ts";

/**
 * The cases that a permission covers. `own`: those assigned to the agent or followed by them. `team`: also those of their
 * teams. `tenant`: all.
 */
export const scopes = ["own", "team", "tenant"] as const;

export type Scope = (typeof scopes)[number];

/** An actor's permissions: all, or these with their scopes. */
export type Grant = "all" | ReadonlyMap<Permission, Scope>;

/** The scope of a permission; null if it is not granted. */
export function scopeIn(grant: Grant, permission: Permission): Scope | null {
  return grant === "all" ? "tenant" : (grant.get(permission) ?? null);
}

/** Whether a scope includes another. */
export function coversScope(scope: Scope | null, other: Scope): boolean {
  return scope !== null && scopes.indexOf(scope) >= scopes.indexOf(other);
}

/** Grants permissions for the whole tenant. */
export function wholeTenant(permissions: Iterable<Permission>): ReadonlyMap<Permission, Scope> {
  return new Map([...permissions].map((permission) => [permission, "tenant"]));
}

/** The actor, the tenant, and where the rows are. */
export interface Asking {
  readonly storage: Storage;
  readonly tenantId: string;
  readonly actor: Actor;
}

/** Determines an actor's permissions. Called once in each attempt of a command. */
export type Grants = (asking: Asking) => Promise<Grant> | Grant;
