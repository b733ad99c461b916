import { defineReaction, type Reaction } from "../kernel/index.ts";
import type { DefinitionsStore } from "./definitionsStore.ts";
import { changeOf, happeningOf, mayDecide, oldestWaiting } from "./happenings.ts";
import { historyOf } from "./history.ts";
import type { Measure } from "./measure.ts";

/** The room's reactions to events of cases. */
export function slaReactions(store: DefinitionsStore, measure: Measure): readonly Reaction[] {
  const reaction = defineReaction({
    on: [
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
    ],
    phase: "measure",
    async run(event, tx) {
      const { caseId } = event;
      if (caseId === null) return;
      // Only a split needs to know what came before.
      const history = event.type === "case.split" ? await historyOf(tx, caseId) : [];
      const happening = happeningOf(event, (moved) => oldestWaiting(history, moved));
      if (happening !== null) await measure(tx, caseId, happening);
      const change = changeOf(event);
      if (change === null) return;
      const { fields: deciding, policies } = await store.current(tx);
      if (policies.length === 0 || !mayDecide(deciding, change.fields)) return;
      const changed = new Set(change.fields.map((field) => `case.${field}`));
      await measure(tx, caseId, { kind: "changed", because: change.because }, changed);
    },
  });
  return [reaction];
}
