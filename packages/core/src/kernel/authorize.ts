import { SupportError } from "../errors/index.ts";
import type { Actor, Permission } from "./actors.ts";
import type { Context } from "./context.ts";

/** Whether the context's actor has a permission. */
export async function may(context: Context, permission: Permission): Promise<boolean> {
  await context.kernel.requireTenant(context.tenantId);
  const grant = await context.kernel.grants(context);
  return grant === "all" || grant.has(permission);
}

/** @throws SupportError FORBIDDEN unless the context's actor has the permission. */
export async function authorize(context: Context, permission: Permission): Promise<void> {
  if (await may(context, permission)) return;
  throw forbidden(context, permission);
}

export function forbidden({ actor }: { readonly actor: Actor }, permission: string): SupportError {
  return new SupportError(
    "FORBIDDEN",
    `The ${actor.kind}${actor.id === null ? "" : ` ${actor.id}`} does not have the permission "${permission}".`,
    { details: { actor: actor.kind, permission } },
  );
}
