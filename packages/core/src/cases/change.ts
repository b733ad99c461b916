import { requireActiveAgent, requireActiveTeam } from "../agents/index.ts";
import { withoutUndefined } from "../customers/index.ts";
import { ConflictError } from "../errors/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { CasesDeps } from "./create.ts";
import type { CaseChanges } from "./inputs.ts";
import { changeStatus, refuseMerged, requireCase } from "./lifecycle.ts";
import { type CaseRow, cases } from "./schema.ts";
import { changedFields } from "./settings.ts";

/**
 * Stages changes to the fields of a case, each kind of change with its own event. Macros and reactions use it too.
 *
 * @throws ConflictError if the case is no longer at `expectedVersion`
 */
export async function applyChanges(tx: Transaction, deps: CasesDeps, values: CaseChanges): Promise<CaseRow> {
  const found = await requireCase(tx, values.caseId);
  refuseMerged(found);
  if (values.expectedVersion !== undefined && values.expectedVersion !== found.version)
    throw changedMeanwhile(found);
  const afterPriority = changePriority(tx, found, values.priority);
  const assigned = await changeAssignment(tx, afterPriority, values);
  for (const agentId of values.followerIds ?? [])
    if (!found.followerIds.includes(agentId)) await requireActiveAgent(tx, agentId);
  const described = describe(tx, deps, assigned, values);
  return values.status === undefined
    ? described
    : changeStatus(tx, deps.settings, described, values.status, "agent");
}

function changePriority(tx: Transaction, found: CaseRow, to: CaseRow["priority"] | undefined): CaseRow {
  if (to === undefined || to === found.priority) return found;
  const data = { caseId: found.id, from: found.priority, to };
  tx.emit("case.priorityChanged", { caseId: found.id, customerId: found.customerId }, data);
  return tx.update(cases, found, { priority: to });
}

async function changeAssignment(
  tx: Transaction,
  found: CaseRow,
  { teamId, assigneeId }: CaseChanges,
): Promise<CaseRow> {
  const next = {
    teamId: teamId === undefined ? found.teamId : teamId,
    assigneeId: assigneeId === undefined ? found.assigneeId : assigneeId,
  };
  if (next.teamId === found.teamId && next.assigneeId === found.assigneeId) return found;
  if (next.assigneeId !== null && next.assigneeId !== found.assigneeId)
    await requireActiveAgent(tx, next.assigneeId);
  if (next.teamId !== null && next.teamId !== found.teamId) await requireActiveTeam(tx, next.teamId);
  tx.emit(
    "case.assigned",
    { caseId: found.id, customerId: found.customerId },
    { caseId: found.id, fromAssigneeId: found.assigneeId, fromTeamId: found.teamId, ...next },
  );
  return tx.update(cases, found, next);
}

function describe(tx: Transaction, { settings }: CasesDeps, found: CaseRow, values: CaseChanges): CaseRow {
  const { subject, kind, stage, language, followerIds } = values;
  const tags = tagsAfter(found.tags, values);
  const fields =
    values.fields === undefined ? undefined : changedFields(settings, found.fields, values.fields);
  const patch = withoutUndefined({ subject, kind, stage, language, followerIds, tags, fields });
  const changed = Object.keys(patch);
  if (changed.length === 0) return found;
  tx.emit(
    "case.updated",
    { caseId: found.id, customerId: found.customerId },
    { caseId: found.id, fields: changed },
  );
  return tx.update(cases, found, patch);
}

function tagsAfter(
  before: readonly string[],
  { tags, addTags, removeTags }: CaseChanges,
): string[] | undefined {
  if (tags === undefined && addTags === undefined && removeTags === undefined) return undefined;
  const all = new Set([...(tags ?? before), ...(addTags ?? [])]);
  for (const tag of removeTags ?? []) all.delete(tag);
  return [...all];
}

function changedMeanwhile({ id }: CaseRow): ConflictError {
  return new ConflictError({
    changeIndex: 0,
    table: cases.name,
    id,
    reason: "expectation",
    constraint: "version",
  });
}
