import { SupportError } from "../errors/index.ts";
import type { Asking, Grant, Permission, Scope } from "../kernel/index.ts";
import type { RoleBook } from "./roles/book.ts";
import { roles } from "./roles/schema.ts";
import { agents } from "./schema.ts";

/**
 * What an actor may do by kind and role: nothing unless listed. Roles made at run time are read for
 * every call, so that a permission taken away is gone with the next call of any process.
 *
 * @throws SupportError FORBIDDEN for an agent who is unknown or has left, or whose role is archived
 */
export async function grantOf(book: RoleBook, { actor, storage, tenantId }: Asking): Promise<Grant> {
  // Callers without types may pass any other kind.
  if (actor.kind !== "agent") return book.byKind.get(actor.kind) ?? none;
  const [agent] = await storage.get(agents, [{ tenantId, id: actor.id }]);
  if (agent === undefined) throw denied(actor.id, "unknown", `Unknown agent ${actor.id}.`);
  if (!agent.active) throw denied(actor.id, "inactive", `The agent ${actor.id} is deactivated.`);
  const builtIn = book.builtIn.get(agent.role);
  if (builtIn !== undefined) return builtIn;
  const [role] = await storage.get(roles, [{ tenantId, id: agent.role }]);
  if (role === undefined || role.archivedAt !== null)
    throw denied(actor.id, "role", `The role "${agent.role}" of the agent ${actor.id} is archived.`);
  return grantOfRole(role);
}

/** The permissions of a role made at run time. Ones that the desk no longer has are never checked. */
export function grantOfRole({
  permissions,
}: {
  readonly permissions: Readonly<Record<string, Scope>>;
}): Grant {
  // Names are checked when the role is saved.
  return new Map(Object.entries(permissions) as [Permission, Scope][]);
}

function denied(agentId: string, because: "unknown" | "inactive" | "role", text: string): SupportError {
  return new SupportError("FORBIDDEN", `${text} Nobody can act as this agent.`, {
    details: { actor: "agent", agentId, because },
  });
}

const none: Grant = new Map();
