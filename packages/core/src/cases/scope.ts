import { agents } from "../agents/index.ts";
import { forbidden, type Permission, type Read, type Scope, type Transaction } from "../kernel/index.ts";
import type { Filter } from "../ports/index.ts";
import { noCase } from "./lifecycle.ts";
import type { CaseRow } from "./schema.ts";

type Narrow = Exclude<Scope, "tenant">;

/** Cases within a scope of the acting agent: assigned to or followed by them, and for `team` those of their teams. */
async function scopeFilter(read: Pick<Read, "actor" | "get">, scope: Narrow): Promise<Filter<CaseRow>> {
  const { id } = read.actor;
  if (read.actor.kind !== "agent" || id === null) return { field: "id", in: [] };
  const own: readonly Filter<CaseRow>[] = [
    { field: "assigneeId", is: id },
    { field: "followerIds", includes: id },
  ];
  const teamIds = scope === "team" ? await teamsOf(read, id) : [];
  return { or: teamIds.length === 0 ? own : [...own, { field: "teamId", in: teamIds }] };
}

/** The same for one case. */
export async function isWithinScope(
  read: Pick<Read, "actor" | "get">,
  { assigneeId, followerIds, teamId }: CaseRow,
  scope: Narrow,
): Promise<boolean> {
  const { id } = read.actor;
  if (read.actor.kind !== "agent" || id === null) return false;
  if (assigneeId === id || followerIds.includes(id)) return true;
  return scope === "team" && teamId !== null && (await teamsOf(read, id)).includes(teamId);
}

/** Cases that a permission of the actor covers; null if it covers all. */
export async function casesWithin(read: Read, permission: Permission): Promise<Filter<CaseRow> | null> {
  const scope = await read.scopeOf(permission);
  if (scope === "tenant") return null;
  return scope === null ? { field: "id", in: [] } : scopeFilter(read, scope);
}

/**
 * For a case that the input leads to without naming it, such as the case that the named one was merged into. Customers are
 * checked elsewhere, by participation.
 *
 * @throws SupportError NOT_FOUND, FORBIDDEN as for a case that is named
 */
export async function requireReach(
  read: Read | Transaction,
  { id }: CaseRow,
  permission: Permission,
): Promise<void> {
  if (read.actor.kind === "customer" || read.actor.kind === "anonymous") return;
  const reading = await read.scopeOf("cases.read");
  if (reading !== null && !(await read.reaches("cases.read", "case", id))) throw noCase(id);
  if (!(await read.reaches(permission, "case", id))) throw forbidden(read, permission);
}

async function teamsOf(read: Pick<Read, "get">, agentId: string): Promise<readonly string[]> {
  return (await read.get(agents, agentId))?.teamIds ?? [];
}
