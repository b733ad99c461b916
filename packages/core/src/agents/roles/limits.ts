import { SupportError } from "../../errors/index.ts";
import { coversScope, type Grant, type Read, scopeIn, type Transaction } from "../../kernel/index.ts";
import { suggest } from "../../suggest.ts";
import { type AgentRow, agents } from "../schema.ts";
import { rolesState } from "./book.ts";
import { grantOf, requireRole } from "./requireRole.ts";
import type { RoleRow } from "./schema.ts";

/** What is wrong with the permissions of a role: unknown ones, and scopes that no operation can keep to. */
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
 * Nobody gives more than they have: neither by a role, nor by what a role says.
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

/** Changes of somebody who may do more would be a way to become them. @throws SupportError FORBIDDEN */
export async function refuseAboveOwn(read: Read, agent: AgentRow): Promise<void> {
  if (read.actor.kind === "agent" && read.actor.id === agent.id) return;
  const role = await roleOf(read, agent);
  if (role !== null) await refuseMoreThanOwn(read, grantOf(read, role));
}

/**
 * Teams widen what a role reaches: who does not reach all cases adds people to their own teams only.
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
 * The last active admin stays one: nobody but the host could bring the administration back. Two who leave at once meet
 * a conflict.
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
  return role === null || role.archived ? new Map() : grantOf(read, role);
}

async function roleOf(read: Read, { role }: AgentRow): Promise<RoleRow | null> {
  return requireRole(read, role).catch(() => null);
}

function beyond({ actor }: Read, what: string): SupportError {
  return new SupportError(
    "FORBIDDEN",
    `The ${actor.kind} ${actor.id ?? ""} can't give others more than it has itself: ${what}.`,
    { details: { actor: actor.kind, because: "more-than-own" } },
  );
}
