import type { AggregateRow } from "../../ports/index.ts";
import { isEnded } from "../lifecycle.ts";
import { type StatusCategory, statusCategory } from "../schema.ts";
import type { CaseCounts } from "./shape.ts";

/** What the columns of `caseCounts` group by. */
export const countedBy = ["status", "category", "assigneeId", "teamId", "spam"] as const;

/** Sums groups of counts into the figures that people see. */
export function summed(groups: readonly AggregateRow[]): CaseCounts {
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
