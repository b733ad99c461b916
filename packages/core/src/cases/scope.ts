import { agents, rolesState } from "../agents/index.ts";
import {
  forbidden,
  type Page,
  type Permission,
  type Read,
  type ReferenceRule,
  type Scope,
  type Transaction,
} from "../kernel/index.ts";
import type { Filter, Keyed, Table } from "../ports/index.ts";
import { noCase } from "./lifecycle.ts";
import { type CaseRow, cases } from "./schema.ts";

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

/** Whether a row is within a scope: as its case is. A row without a case is, and a missing one is reported by the command. */
export function withinCaseOf<Row extends Keyed & { readonly caseId: string | null }>(
  table: Table<Row>,
): NonNullable<ReferenceRule["isWithin"]> {
  return async (read, id, scope) => {
    const row = await read.get(table, id);
    if (row === null || row.caseId === null) return true;
    const found = await read.get(cases, row.caseId);
    return found !== null && isWithinScope(read, found, scope);
  };
}

/**
 * A page without rows of cases that `cases.read` or the permission of the operation doesn't cover. It may have fewer rows than
 * were asked for.
 */
export async function reachedPage<Row extends { readonly caseId: string | null }>(
  read: Read,
  permission: Permission,
  { rows, next }: Page<Row>,
): Promise<Page<Row>> {
  const narrow: Permission[] = [];
  for (const one of new Set<Permission>(["cases.read", permission])) {
    const scope = await read.scopeOf(one);
    if (scope === "own" || scope === "team") narrow.push(one);
  }
  if (narrow.length === 0) return { rows, next };
  const reached: Row[] = [];
  for (const row of rows) if (await coversCase(read, narrow, row.caseId)) reached.push(row);
  return { rows: reached, next };
}

async function coversCase(
  read: Read,
  permissions: readonly Permission[],
  caseId: string | null,
): Promise<boolean> {
  if (caseId === null) return true;
  for (const permission of permissions) if (!(await read.reaches(permission, "case", caseId))) return false;
  return true;
}

/**
 * Following a case brings it within the scope `own`. So agents can't follow what their narrower permissions don't cover yet,
 * unless they may write to it.
 * @throws SupportError FORBIDDEN
 */
export async function refuseWidening(read: Read, caseId: string): Promise<void> {
  if (await read.reaches("cases.write", "case", caseId)) return;
  for (const permission of read.use(rolesState).scopable()) {
    const scope = await read.scopeOf(permission);
    const isNarrow = scope === "own" || scope === "team";
    if (isNarrow && !(await read.reaches(permission, "case", caseId))) throw forbidden(read, permission);
  }
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
