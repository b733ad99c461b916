import { SupportError } from "../errors/index.ts";
import type { Asking, Grant, Permission, Scope } from "../kernel/index.ts";
import type { RoleBook } from "./roles/book.ts";
import { roles } from "./roles/schema.ts";
import { agents } from "./schema.ts";

/**
 * What an actor may do by kind and role: nothing unless it is listed. The roles of the code are known; one made at run
 * time is read each time, so that what is taken away is gone with the next call of any process.
 *
 * @throws SupportError FORBIDDEN that says so for an agent who isn't there or has left, or whose role is archived
 */
export async function grantOf(book: RoleBook, { actor, storage, tenantId }: Asking): Promise<Grant> {
  // Callers without types may pass any other kind.
  if (actor.kind !== "agent") return book.byKind.get(actor.kind) ?? none;
  const [agent] = await storage.get(agents, [{ tenantId, id: actor.id }]);
  if (agent === undefined)
    throw denied(actor.id, "unknown", `Unknown agent ${actor.id}: this desk has none.`);
  if (!agent.active) throw denied(actor.id, "inactive", `The agent ${actor.id} is deactivated.`);
  const builtIn = book.builtIn.get(agent.role);
  if (builtIn !== undefined) return builtIn;
  const [role] = await storage.get(roles, [{ tenantId, id: agent.role }]);
  if (role === undefined || role.archived)
    throw denied(actor.id, "role", `The role "${agent.role}" of the agent ${actor.id} is archived.`);
  return grantOfRole(role);
}

/** What a role made at run time grants. Permissions that the desk no longer has do no harm. */
export function grantOfRole({
  permissions,
}: {
  readonly permissions: Readonly<Record<string, Scope>>;
}): Grant {
  // Names are checked when the role is saved; of those that plugins took away nothing asks any more.
  return new Map(Object.entries(permissions) as [Permission, Scope][]);
}

function denied(agentId: string, because: "unknown" | "inactive" | "role", text: string): SupportError {
  return new SupportError("FORBIDDEN", `${text} Nothing may be done in their name.`, {
    details: { actor: "agent", agentId, because },
  });
}

const none: Grant = new Map();
