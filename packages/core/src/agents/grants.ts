import { SupportError } from "../errors/index.ts";
import { type Asking, type Grant, type Permission, type Role, rolePermissions } from "../kernel/index.ts";
import { agents } from "./schema.ts";

/**
 * What an actor may do by kind and role: nothing unless listed.
 * @throws SupportError FORBIDDEN for an agent who is unknown or has left
 */
export async function grantOf({
  actor,
  storage,
  tenantId,
}: Asking): Promise<{ readonly role: Role | null; readonly permissions: Grant }> {
  if (actor.kind === "host" || actor.kind === "system") return { role: null, permissions: "all" };
  if (actor.kind === "bot") return { role: null, permissions: botGrant };
  // Callers without types may pass any other kind.
  if (actor.kind !== "agent") return { role: null, permissions: none };
  const [agent] = await storage.get(agents, [{ tenantId, id: actor.id }]);
  if (agent === undefined) throw denied(actor.id, "unknown", `Unknown agent ${actor.id}.`);
  if (!agent.active) throw denied(actor.id, "inactive", `The agent ${actor.id} is deactivated.`);
  return { role: agent.role, permissions: roleGrants[agent.role] };
}

function denied(agentId: string, because: "unknown" | "inactive", text: string): SupportError {
  return new SupportError("FORBIDDEN", `${text} Nobody can act as this agent.`, {
    details: { actor: "agent", agentId, because },
  });
}

const none: ReadonlySet<Permission> = new Set();
const botGrant: ReadonlySet<Permission> = new Set([
  "cases.read",
  "cases.reply",
  "cases.write",
  "notes.write",
]);
const roleGrants: Readonly<Record<Role, Grant>> = {
  admin: "all",
  agent: new Set<Permission>(rolePermissions.agent),
  collaborator: new Set<Permission>(rolePermissions.collaborator),
};
