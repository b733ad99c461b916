import type { Storage } from "../ports/index.ts";
import type { Actor, Permission } from "./actors.ts";

/**
 * How far a permission reaches. `own`: cases that are assigned to the agent or that it follows. `team`: also those of
 * its teams. `tenant`: all.
 */
export const scopes = ["own", "team", "tenant"] as const;

export type Scope = (typeof scopes)[number];

/** What an actor may do, and how far each permission reaches: everything, or these. */
export type Grant = "all" | ReadonlyMap<Permission, Scope>;

/** How far a permission reaches; null where it is not granted. */
export function scopeIn(grant: Grant, permission: Permission): Scope | null {
  return grant === "all" ? "tenant" : (grant.get(permission) ?? null);
}

/** Whether a scope reaches as far as another. */
export function coversScope(scope: Scope | null, other: Scope): boolean {
  return scope !== null && scopes.indexOf(scope) >= scopes.indexOf(other);
}

/** These permissions for the whole tenant. */
export function wholeTenant(permissions: Iterable<Permission>): ReadonlyMap<Permission, Scope> {
  return new Map([...permissions].map((permission) => [permission, "tenant"]));
}

/** Who asks, of which tenant, and where the rows are. */
export interface Asking {
  readonly storage: Storage;
  readonly tenantId: string;
  readonly actor: Actor;
}

/** Decides what an actor may do. Asked once in each attempt of a command. */
export type Grants = (asking: Asking) => Promise<Grant> | Grant;
