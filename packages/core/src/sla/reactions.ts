import { isOf } from "../cases/index.ts";
import type { Reaction, Reactions } from "../kernel/index.ts";
import type { ClockRows } from "./clockRows.ts";
import type { DefinitionsStore } from "./definitionsStore.ts";
import { changeOf, happeningOf, mayDecide } from "./happenings.ts";
import type { Measure } from "./measure.ts";
import { carriedBy } from "./movement.ts";

/** What the room does when something happens to a case. */
export function slaReactions(store: DefinitionsStore, measure: Measure, clockRows: ClockRows): Reactions {
  const react: Reaction = async (event, tx) => {
    const { caseId } = event;
    if (caseId === null) return;
    const carried = isOf(event, "case.waitTaken")
      ? carriedBy(event.data, await clockRows.of(tx, event.data.fromId))
      : [];
    const happening = happeningOf(event, carried);
    if (happening !== null) await measure(tx, caseId, happening);
    const change = changeOf(event);
    if (change === null) return;
    const { fields: deciding, policies } = await store.current(tx);
    if (policies.length === 0 || !mayDecide(deciding, change.fields)) return;
    const changed = new Set(change.fields.map((field) => `case.${field}`));
    await measure(tx, caseId, { kind: "changed", because: change.because }, changed);
  };
  return {
    "case.opened": react,
    "case.customerMessage": react,
    "case.replied": react,
    "case.statusChanged": react,
    "case.priorityChanged": react,
    "case.assigned": react,
    "case.updated": react,
    "case.handedOff": react,
    "case.markedSpam": react,
    "case.merged": react,
    "case.split": react,
    "case.waitTaken": react,
  };
}
