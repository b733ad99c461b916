import type { AggregateRow } from "../../ports/index.ts";
import { isEnded } from "../lifecycle.ts";
import { type StatusCategory, statusCategory } from "../schema.ts";
import type { CaseCounts } from "./shape.ts";

/** What the columns of `caseCounts` group by. */
export const countedBy = [
  "status",
  "category",
  "assigneeId",
  "teamId",
  "spam",
  "snoozed",
  "brandId",
] as const;

/** Sums groups of counts into the figures that people see. */
export function summed(groups: readonly AggregateRow[]): CaseCounts {
  const byCategory = noCases();
  const byStatus = new Map<string, number>();
  const byAssignee = new Map<string, Record<StatusCategory, number>>();
  const byTeam = new Map<string, Record<StatusCategory, number>>();
  const byBrand = new Map<string, Record<StatusCategory, number>>();
  const snoozedByAssignee = new Map<string, number>();
  const snoozedByTeam = new Map<string, number>();
  let [open, unassigned, spam, snoozed] = [0, 0, 0, 0];
  for (const { group, values } of groups) {
    const amount = values.amount ?? 0;
    if (amount === 0) continue;
    if (group.spam === true) {
      spam += amount;
      continue;
    }
    if (group.snoozed === true) {
      snoozed += amount;
      addTo(snoozedByAssignee, group.assigneeId, amount);
      addTo(snoozedByTeam, group.teamId, amount);
      continue;
    }
    const category = statusCategory.parse(group.category);
    const isOpen = !isEnded(category);
    byCategory[category] += amount;
    addTo(byStatus, String(group.status), amount);
    if (isOpen) open += amount;
    if (isOpen && group.assigneeId === null) unassigned += amount;
    addCategory(byAssignee, group.assigneeId, category, amount);
    addCategory(byTeam, group.teamId, category, amount);
    addCategory(byBrand, group.brandId, category, amount);
  }
  return {
    ...{ open, unassigned, spam, snoozed, byCategory },
    byStatus: Object.fromEntries(byStatus),
    byAssignee: Object.fromEntries(byAssignee),
    byTeam: Object.fromEntries(byTeam),
    byBrand: Object.fromEntries(byBrand),
    snoozedByAssignee: Object.fromEntries(snoozedByAssignee),
    snoozedByTeam: Object.fromEntries(snoozedByTeam),
  };
}

function addTo(sums: Map<string, number>, key: unknown, amount: number): void {
  if (typeof key === "string") sums.set(key, (sums.get(key) ?? 0) + amount);
}

function addCategory(
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
