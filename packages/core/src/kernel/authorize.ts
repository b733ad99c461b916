import { SupportError } from "../errors/index.ts";
import type { Permission } from "./actors.ts";
import type { Context } from "./transact.ts";

/** What an actor may do: everything, or these. */
export type Grant = "all" | ReadonlySet<Permission>;

/** Decides what an actor may do. Asked at each command. */
export type Grants = (context: Context) => Promise<Grant> | Grant;

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

export function forbidden({ actor }: Context, permission: string): SupportError {
  return new SupportError(
    "FORBIDDEN",
    `The ${actor.kind}${actor.id === null ? "" : ` ${actor.id}`} lacks the permission "${permission}".`,
    { details: { actor: actor.kind, permission } },
  );
}
