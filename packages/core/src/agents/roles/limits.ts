import { SupportError } from "../../errors/index.ts";
import { coversScope, type Grant, type Read, scopeIn, type Transaction } from "../../kernel/index.ts";
import { suggest } from "../../suggest.ts";
import { type AgentRow, agents } from "../schema.ts";
import { rolesState } from "./book.ts";
import { grantOf, requireRole } from "./requireRole.ts";
import type { RoleRow } from "./schema.ts";

/** @throws SupportError INVALID_INPUT for unknown permissions, and for scopes that a permission does not accept */
export function checkPermissions(read: Read, permissions: RoleRow["permissions"]): void {
  const book = read.use(rolesState);
  const known: readonly string[] = book.permissions;
  const scopable: ReadonlySet<string> = book.scopable();
  const problems = Object.entries(permissions).flatMap(([permission, scope]) => {
    if (!known.includes(permission))
      return [`There is no permission "${permission}".${suggest(permission, known)}`];
    if (scope === "tenant" || scopable.has(permission)) return [];
    return [`"${permission}" is not about cases and can't be narrowed to "${scope}". Give it "tenant".`];
  });
  if (problems.length > 0)
    throw new SupportError("INVALID_INPUT", problems.join(" "), { details: { problems } });
}

/**
 * Prevents actors from granting permissions that they lack, by defining roles or by assigning them.
 * @throws SupportError FORBIDDEN naming what the actor lacks
 */
export async function refuseMoreThanOwn(read: Read, wanted: Grant): Promise<void> {
  const own = await grantOfActor(read);
  if (own === "all") return;
  if (wanted === "all") throw beyond(read, "all permissions of an admin");
  const lacking = [...wanted].flatMap(([permission, scope]) =>
    coversScope(scopeIn(own, permission), scope) ? [] : [`"${permission}" for ${scope}`],
  );
  if (lacking.length > 0) throw beyond(read, lacking.join(", "));
}

/**
 * Prevents changes to agents with more permissions: taking over their `hostId` would be taking over the agent.
 * @throws SupportError FORBIDDEN
 */
export async function refuseAboveOwn(read: Read, agent: AgentRow): Promise<void> {
  if (read.actor.kind === "agent" && read.actor.id === agent.id) return;
  const role = await roleOf(read, agent);
  if (role !== null) await refuseMoreThanOwn(read, grantOf(read, role));
}

/**
 * Joining a team widens the scope of a role: actors whose role covers only some cases can only add agents to their own
 * teams.
 * @throws SupportError FORBIDDEN
 */
export async function refuseForeignTeams(
  read: Read,
  before: readonly string[],
  teamIds: readonly string[],
): Promise<void> {
  const own = await grantOfActor(read);
  if (own === "all" || ![...own.values()].some((scope) => scope !== "tenant")) return;
  const actor = read.actor.kind === "agent" ? await read.get(agents, read.actor.id) : null;
  const foreign = teamIds.filter((id) => !before.includes(id) && actor?.teamIds.includes(id) !== true);
  if (foreign.length > 0) throw beyond(read, `a place in ${foreign.join(", ")}`);
}

/**
 * Keeps the last active admin: only the host could appoint another one. Concurrent changes conflict.
 * @throws SupportError FORBIDDEN
 */
export async function keepAnAdmin(tx: Transaction, leaving: AgentRow): Promise<void> {
  if (tx.actor.kind === "host" || leaving.role !== "admin" || !leaving.active) return;
  const admins = await tx.find(agents, {
    where: {
      and: [
        { field: "role", is: "admin" },
        { field: "active", is: true },
      ],
    },
    limit: 2,
  });
  const other = admins.find(({ id }) => id !== leaving.id);
  if (other === undefined)
    throw new SupportError(
      "FORBIDDEN",
      `The agent ${leaving.id} is the last admin of this desk. Make somebody else an admin first.`,
      { details: { agentId: leaving.id, because: "last-admin" } },
    );
  tx.update(agents, other, {});
}

async function grantOfActor(read: Read): Promise<Grant> {
  const { actor } = read;
  if (actor.kind !== "agent") return read.use(rolesState).byKind.get(actor.kind) ?? new Map();
  const agent = await read.get(agents, actor.id);
  const role = agent === null ? null : await roleOf(read, agent);
  return role === null || role.archivedAt !== null ? new Map() : grantOf(read, role);
}

async function roleOf(read: Read, { role }: AgentRow): Promise<RoleRow | null> {
  return requireRole(read, role).catch(() => null);
}

function beyond({ actor }: Read, what: string): SupportError {
  return new SupportError(
    "FORBIDDEN",
    `The ${actor.kind} ${actor.id ?? ""} can't grant permissions that it lacks itself: ${what}.`,
    { details: { actor: actor.kind, because: "more-than-own" } },
  );
}
