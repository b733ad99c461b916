import { authorize, type Context, transact } from "../../kernel/index.ts";
import type { AggregateRow, Storage } from "../../ports/index.ts";
import { isEnded } from "../lifecycle.ts";
import { cases, type StatusCategory, statusCategory } from "../schema.ts";
import { haveFolded } from "./fold.ts";
import { caseCounts } from "./schema.ts";

/** Cases by status category. */
export type CategoryCounts = Readonly<Record<StatusCategory, number>>;

/** How many cases there are. Spam is counted apart and nowhere else. */
export interface CaseCounts {
  /** Neither solved nor closed. */
  readonly open: number;
  /** Of the open ones, those that nobody has. */
  readonly unassigned: number;
  readonly spam: number;
  readonly byCategory: CategoryCounts;
  /** By status, the host's own included; statuses without cases are left out. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** By agent, those without cases left out. */
  readonly byAssignee: Readonly<Record<string, CategoryCounts>>;
  /** By team, those without cases left out. */
  readonly byTeam: Readonly<Record<string, CategoryCounts>>;
}

/** Rows beyond one a group that are worth a job. */
const manyRows = 2_000;

const fields = ["status", "category", "assigneeId", "teamId", "spam"] as const;

/**
 * Numbers for badges, exact as of the last commit. They are kept, not counted: it takes no longer with a million cases
 * than with ten, but for a desk that was just brought from a version without them, until a worker has counted once.
 */
export async function countCases(
  context: Context,
  isSettled: (context: Context) => Promise<boolean>,
): Promise<CaseCounts> {
  await authorize(context, "cases.read");
  const { storage, tenantId } = context;
  if (!(await isSettled(context))) return summed(await countedGroups(storage, tenantId));
  const groups = await keptGroups(storage, tenantId);
  const rows = groups.reduce((sum, { values }) => sum + (values.rows ?? 0), 0);
  if (rows - groups.length > manyRows) await foldInBackground(context);
  return summed(groups);
}

/** Where processes come and go before one of them has asked for it. */
async function foldInBackground(context: Context): Promise<void> {
  const { kernel, storage } = context;
  if (storage !== kernel.storage) return;
  const system: Context = { ...context, actor: { kind: "system", id: "cases" } };
  await transact(system, haveFolded).catch((error) => kernel.report(error, "counts of cases"));
}

function keptGroups(storage: Storage, tenantId: string): Promise<readonly AggregateRow[]> {
  return storage.aggregate(caseCounts, {
    where: { field: "tenantId", is: tenantId },
    groupBy: fields,
    measures: { amount: { measure: "sum", field: "amount" }, rows: { measure: "count" } },
  });
}

function countedGroups(storage: Storage, tenantId: string): Promise<readonly AggregateRow[]> {
  return storage.aggregate(cases, {
    where: { field: "tenantId", is: tenantId },
    groupBy: fields,
    measures: { amount: { measure: "count" } },
  });
}

function summed(groups: readonly AggregateRow[]): CaseCounts {
  const byCategory = noCases();
  const byStatus = new Map<string, number>();
  const byAssignee = new Map<string, Record<StatusCategory, number>>();
  const byTeam = new Map<string, Record<StatusCategory, number>>();
  let [open, unassigned, spam] = [0, 0, 0];
  for (const { group, values } of groups) {
    const amount = values.amount ?? 0;
    if (amount === 0) continue;
    if (group.spam === true) {
      spam += amount;
      continue;
    }
    const category = statusCategory.parse(group.category);
    const isOpen = !isEnded(category);
    byCategory[category] += amount;
    byStatus.set(String(group.status), (byStatus.get(String(group.status)) ?? 0) + amount);
    if (isOpen) open += amount;
    if (isOpen && group.assigneeId === null) unassigned += amount;
    add(byAssignee, group.assigneeId, category, amount);
    add(byTeam, group.teamId, category, amount);
  }
  return {
    ...{ open, unassigned, spam, byCategory },
    byStatus: Object.fromEntries(byStatus),
    byAssignee: Object.fromEntries(byAssignee),
    byTeam: Object.fromEntries(byTeam),
  };
}

function add(
  groups: Map<string, Record<StatusCategory, number>>,
  key: unknown,
  category: StatusCategory,
  amount: number,
): void {
  if (typeof key !== "string") return;
  const counts = groups.get(key) ?? noCases();
  groups.set(key, counts);
  counts[category] += amount;
}

function noCases(): Record<StatusCategory, number> {
  return { new: 0, open: 0, pending: 0, on_hold: 0, solved: 0, closed: 0 };
}
