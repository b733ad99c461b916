import { requireActiveAgent, requireActiveTeam } from "../agents/index.ts";
import { brandColumns, requireUsableBrand } from "../brands/index.ts";
import { withoutUndefined } from "../customers/index.ts";
import { ConflictError } from "../errors/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { CasesDeps } from "./create.ts";
import { fieldsAfter } from "./fields/write.ts";
import { setFollowers } from "./followers.ts";
import type { CaseChanges } from "./inputs.ts";
import { changeStatus, isEnded, refuseMerged, requireCase } from "./lifecycle.ts";
import { type CaseRow, cases } from "./schema.ts";

/** Changes as callers give them; internally also to the default status of a category. */
type Changes = Omit<CaseChanges, "status"> & {
  readonly status?: Parameters<typeof changeStatus>[3] | undefined;
};

/**
 * Stages changes to the fields of a case, each kind of change with its own event. Macros and reactions use it too.
 *
 * @throws ConflictError if the case is no longer at `expectedVersion`
 */
export async function applyChanges(tx: Transaction, deps: CasesDeps, values: Changes): Promise<CaseRow> {
  const found = await requireCase(tx, values.caseId);
  refuseMerged(found);
  if (values.expectedVersion !== undefined && values.expectedVersion !== found.version)
    throw changedMeanwhile(found);
  const afterPriority = changePriority(tx, found, values.priority);
  const branded = await changeBrand(tx, afterPriority, values.brandId);
  const assigned = await changeAssignment(tx, branded, values);
  const { followerIds } = values;
  const followed = followerIds === undefined ? assigned : await setFollowers(tx, assigned, followerIds);
  const described = await describe(tx, deps, followed, values);
  return values.status === undefined ? described : changeStatus(tx, deps, described, values.status, "agent");
}

function changePriority(tx: Transaction, found: CaseRow, to: CaseRow["priority"] | undefined): CaseRow {
  if (to === undefined || to === found.priority) return found;
  const data = { caseId: found.id, from: found.priority, to };
  tx.emit("case.priorityChanged", { caseId: found.id, customerId: found.customerId }, data);
  return tx.update(cases, found, { priority: to });
}

/** @throws SupportError NOT_FOUND, ARCHIVED */
async function changeBrand(
  tx: Transaction,
  found: CaseRow,
  brandId: string | null | undefined,
): Promise<CaseRow> {
  if (brandId === undefined || brandId === found.brandId) return found;
  const next = brandColumns(brandId === null ? null : await requireUsableBrand(tx, brandId));
  const data = { caseId: found.id, fromBrandId: found.brandId, brandId: next.brandId };
  tx.emit("case.brandChanged", { caseId: found.id, customerId: found.customerId }, data);
  return tx.update(cases, found, next);
}

async function changeAssignment(
  tx: Transaction,
  found: CaseRow,
  { teamId, assigneeId }: Changes,
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

async function describe(tx: Transaction, deps: CasesDeps, found: CaseRow, values: Changes): Promise<CaseRow> {
  const { subject, kind, stage, language } = values;
  const tags = tagsAfter(found.tags, values);
  const fields = values.fields === undefined ? undefined : await changeFields(tx, deps, found, values.fields);
  const patch = withoutUndefined({ subject, kind, stage, language, tags, fields });
  const changed = Object.keys(patch);
  if (changed.length === 0) return found;
  tx.emit(
    "case.updated",
    { caseId: found.id, customerId: found.customerId },
    { caseId: found.id, fields: changed },
  );
  return tx.update(cases, found, patch);
}

async function changeFields(
  tx: Transaction,
  { settings, definitions }: CasesDeps,
  { fields, category }: CaseRow,
  changes: CaseRow["fields"],
): Promise<CaseRow["fields"]> {
  const book = (await definitions.current(tx)).fields;
  return fieldsAfter(settings, book, fields, changes, { isEnded: isEnded(category) });
}

function tagsAfter(before: readonly string[], { tags, addTags, removeTags }: Changes): string[] | undefined {
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
