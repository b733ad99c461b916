import { SupportError } from "../errors/index.ts";
import type { Actor, Permission } from "./actors.ts";
import type { Context } from "./context.ts";
import { scopeIn } from "./grants.ts";

/**
 * For a call that concerns any case of the tenant. Like an operation without `access.cases`, it is not for agents whose role
 * covers only some.
 *
 * @throws SupportError FORBIDDEN unless the context's actor has the permission, and reaches all cases if it reads any
 */
export async function authorize(context: Context, permission: Permission, name: string): Promise<void> {
  await context.kernel.requireTenant(context.tenantId);
  const grant = await context.kernel.grants(context);
  if (scopeIn(grant, permission) !== "tenant") throw forbidden(context, permission);
  const reading = scopeIn(grant, "cases.read");
  if (reading !== "tenant" && reading !== null) throw notNarrowed(context, permission, name);
}

/** The error for a call that can't be narrowed to the cases that a role covers. */
export function notNarrowed(
  { actor }: { readonly actor: Actor },
  permission: Permission | null,
  name: string,
): SupportError {
  return new SupportError(
    "FORBIDDEN",
    `${name} needs access to all cases, and the role of the agent ${actor.id} covers only some.`,
    { details: { actor: actor.kind, permission, because: "scope" } },
  );
}

export function forbidden({ actor }: { readonly actor: Actor }, permission: string): SupportError {
  return new SupportError(
    "FORBIDDEN",
    `The ${actor.kind}${actor.id === null ? "" : ` ${actor.id}`} does not have the permission "${permission}".`,
    { details: { actor: actor.kind, permission } },
  );
}
