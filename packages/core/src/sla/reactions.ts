import type { ConditionField } from "../conditions/index.ts";
import { defineReaction, type EventType, type Reaction } from "../kernel/index.ts";
import type { DefinitionsStore } from "./definitionsStore.ts";
import { changeOf, happeningOf, mayDecide, oldestWaiting } from "./happenings.ts";
import { historyOf } from "./history.ts";
import type { Measure } from "./measure.ts";

const measured: readonly EventType[] = [
  "case.opened",
  "case.customerMessage",
  "case.replied",
  "case.statusChanged",
  "case.priorityChanged",
  "case.assigned",
  "case.brandChanged",
  "case.updated",
  "case.handedOff",
  "case.markedSpam",
  "case.merged",
  "case.split",
];

/** The room's reactions to events of cases, and to those that change fields of plugins. */
export function slaReactions(
  store: DefinitionsStore,
  measure: Measure,
  loaded: readonly ConditionField[],
): readonly Reaction[] {
  const reaction = defineReaction({
    on: [...new Set([...measured, ...loaded.flatMap(({ changedBy = [] }) => changedBy)])],
    phase: "measure",
    async run(event, tx) {
      const { caseId } = event;
      if (caseId === null) return;
      // Only a split needs to know what came before.
      const history = event.type === "case.split" ? await historyOf(tx, caseId) : [];
      const happening = happeningOf(event, (moved) => oldestWaiting(history, moved));
      if (happening !== null) await measure(tx, caseId, happening);
      const change = changeOf(event);
      const affected = loaded
        .filter(({ changedBy }) => changedBy?.includes(event.type))
        .map(({ name }) => name);
      if (change === null && affected.length === 0) return;
      const { fields: deciding, policies } = await store.current(tx);
      const isOpen = affected.some((name) => deciding.has(name));
      if (policies.length === 0 || !(isOpen || mayDecide(deciding, change?.fields ?? []))) return;
      const changed = new Set([...(change?.fields ?? []).map((field) => `case.${field}`), ...affected]);
      await measure(tx, caseId, { kind: "changed", because: change?.because ?? "plugin" }, changed);
    },
  });
  return [reaction];
}
