import { requireActiveAgent, requireTeam } from "../agents/index.ts";
import { type CalendarDefinition, calendarDefinitionSchema } from "../calendar/index.ts";
import { SupportError } from "../errors/index.ts";
import type { FieldDefinitions } from "../fields/index.ts";
import {
  authorize,
  type Context,
  idInput,
  listOf,
  parseId,
  parseInput,
  type Transaction,
  transact,
} from "../kernel/index.ts";
import { suggest } from "../suggest.ts";
import { type DefinitionsStore, inOrder, revisionId, storedDefinitions } from "./definitionsStore.ts";
import type { SlaAction, SlaCalendars, SlaDefinitions, SlaPolicy } from "./policy.ts";
import { calendarName, policySchema } from "./policySchema.ts";
import { beginRecompute } from "./recompute.ts";
import { slaCalendars, slaPolicies, slaRevisions } from "./schema.ts";

/** What the commands about policies and calendars work with. */
export interface DefinitionDeps {
  readonly store: DefinitionsStore;
  readonly code: SlaDefinitions;
  readonly fields: FieldDefinitions;
  /** When a recomputation may begin after an edit: every process has noticed it by then. */
  readonly settleMs: number;
}

/** A policy and where it is kept: in the host's code, or in storage, where it can be edited. */
export interface ListedPolicy extends SlaPolicy {
  readonly source: "code" | "stored";
}

export interface ListedCalendar {
  readonly name: string;
  readonly source: "code" | "stored";
  readonly definition: CalendarDefinition;
}

/** The policies in the order in which they are tried; the default one is tried last wherever it stands. */
export async function listPolicies(
  context: Context,
  { code }: DefinitionDeps,
): Promise<readonly ListedPolicy[]> {
  await authorize(context, "sla.read");
  const stored = (await transact(context, storedDefinitions)).policies;
  return inOrder(stored, code.policies ?? []).map((policy) => ({
    ...policy,
    source: stored.includes(policy) ? "stored" : "code",
  }));
}

/**
 * Makes a policy, last among those made at run time, or edits the one with its id in its place.
 * @throws SupportError INVALID_INPUT listing everything that is wrong.
 */
export async function savePolicy(
  context: Context,
  deps: DefinitionDeps,
  input: SlaPolicy,
): Promise<SlaPolicy> {
  await authorize(context, "sla.write");
  return edited(context, deps, async (tx) => {
    const stored = await storedDefinitions(tx);
    const names = Object.keys({ ...deps.code.calendars, ...stored.calendars });
    const policy = parseInput(policySchema(deps.fields, names), input, "sla.policies.save");
    for (const action of actionsOf(policy)) await requirePeople(tx, action);
    const other = stored.policies.find((kept) => kept.default === true && kept.id !== policy.id);
    if (policy.default === true && other !== undefined)
      throw new SupportError("INVALID_INPUT", `The policy "${other.id}" is the default; one can be.`);
    const kept = await tx.get(slaPolicies, policy.id);
    if (kept !== null) tx.update(slaPolicies, kept, { definition: policy });
    else tx.insert(slaPolicies, { id: policy.id, position: await lastPosition(tx), definition: policy });
    return policy;
  });
}

function actionsOf({ targets, ...policy }: SlaPolicy): readonly SlaAction[] {
  return [policy, ...targets].flatMap(({ onWarning = [], onBreach = [] }) => [...onWarning, ...onBreach]);
}

/** @throws SupportError NOT_FOUND, AGENT_INACTIVE */
async function requirePeople(tx: Transaction, action: SlaAction): Promise<void> {
  const agentIds =
    action.do === "reassign"
      ? [action.assigneeId]
      : action.do === "notify" && typeof action.whom === "object"
        ? action.whom.agentIds
        : [];
  for (const agentId of agentIds) if (typeof agentId === "string") await requireActiveAgent(tx, agentId);
  if (action.do === "reassign" && typeof action.teamId === "string") await requireTeam(tx, action.teamId);
}

/** Takes away a policy made at run time; one of the code that it stood for is there again. @throws NOT_FOUND */
export async function removePolicy(context: Context, deps: DefinitionDeps, policyId: string): Promise<void> {
  await authorize(context, "sla.write");
  await edited(context, deps, async (tx) => {
    tx.delete(slaPolicies, await requirePolicy(tx, deps, parseId(policyId, "sla.policies.remove")));
  });
}

/** Sets the order of the policies made at run time; those that are not named keep theirs, after the named. */
export async function reorderPolicies(
  context: Context,
  deps: DefinitionDeps,
  policyIds: readonly string[],
): Promise<void> {
  await authorize(context, "sla.write");
  const ids = parseInput(listOf(idInput, 1_000).min(1), policyIds, "sla.policies.reorder");
  await edited(context, deps, async (tx) => {
    for (const id of ids) await requirePolicy(tx, deps, id);
    const rows = await tx.find(slaPolicies, { orderBy: [{ field: "position" }], limit: 1_000 });
    const rank = (id: string) => (ids.includes(id) ? ids.indexOf(id) : ids.length);
    const ordered = rows.toSorted((left, right) => rank(left.id) - rank(right.id));
    for (const [position, row] of ordered.entries()) {
      if (row.position !== position) tx.update(slaPolicies, row, { position });
    }
  });
}

/** The calendars by name; one made at run time takes the place of the code's with its name. */
export async function listCalendars(
  context: Context,
  { code }: DefinitionDeps,
): Promise<readonly ListedCalendar[]> {
  await authorize(context, "sla.read");
  const stored: SlaCalendars = (await transact(context, storedDefinitions)).calendars;
  return Object.entries({ ...code.calendars, ...stored }).map(([name, definition]) => ({
    name,
    definition,
    source: Object.hasOwn(stored, name) ? "stored" : "code",
  }));
}

/**
 * Makes or edits a calendar. Time that clocks have counted stays counted as it was.
 * @throws SupportError INVALID_INPUT listing everything that is wrong.
 */
export async function saveCalendar(
  context: Context,
  deps: DefinitionDeps,
  name: string,
  definition: CalendarDefinition,
): Promise<void> {
  await authorize(context, "sla.write");
  const id = parseInput(calendarName, name, "sla.calendars.save");
  const checked = parseInput(calendarDefinitionSchema, definition, "sla.calendars.save");
  await edited(context, deps, async (tx) => {
    const kept = await tx.get(slaCalendars, id);
    if (kept === null) tx.insert(slaCalendars, { id, definition: checked });
    else tx.update(slaCalendars, kept, { definition: checked });
  });
}

/** Runs an edit, tells every process of it, and has open clocks measured anew. */
async function edited<Result>(
  context: Context,
  { store, settleMs }: DefinitionDeps,
  decide: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const result = await transact(context, async (tx) => {
    const decided = await decide(tx);
    const row = await tx.get(slaRevisions, revisionId);
    const revision = (row?.revision ?? 0) + 1;
    if (row === null) tx.insert(slaRevisions, { id: revisionId, revision });
    else tx.update(slaRevisions, row, { revision });
    tx.emit("sla.definitionsChanged", {}, { revision });
    await beginRecompute(tx, tx.now + settleMs);
    return decided;
  });
  store.forget(context.tenantId);
  return result;
}

async function lastPosition(tx: Transaction): Promise<number> {
  const [last] = await tx.find(slaPolicies, {
    orderBy: [{ field: "position", direction: "descending" }],
    limit: 1,
  });
  return (last?.position ?? -1) + 1;
}

async function requirePolicy(tx: Transaction, { code }: DefinitionDeps, policyId: string) {
  const row = await tx.get(slaPolicies, policyId);
  if (row !== null) return row;
  if (code.policies?.some(({ id }) => id === policyId) === true) {
    throw new SupportError("INVALID_INPUT", `The policy "${policyId}" is kept in the code; edit it there.`);
  }
  const rows = await tx.find(slaPolicies, { limit: 1_000 });
  const hint = suggest(
    policyId,
    rows.map(({ id }) => id),
  );
  throw new SupportError("NOT_FOUND", `There is no policy "${policyId}".${hint}`, { details: { policyId } });
}
