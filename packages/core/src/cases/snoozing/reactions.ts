import { defineReaction, type Reaction, type Transaction } from "../../kernel/index.ts";
import type { WakeCause } from "../events.ts";
import { isEnded } from "../lifecycle.ts";
import { cases } from "../schema.ts";
import { wake } from "./wake.ts";

/** What ends a snooze before its time: news for whoever works on the case, or that nobody does any more. */
export const snoozeReactions: readonly Reaction[] = [
  defineReaction({
    on: "case.customerMessage",
    phase: "decide",
    run: ({ data: { caseId, counts } }, tx) => (counts ? wakeById(tx, caseId, "customer") : undefined),
  }),
  defineReaction({
    on: "case.assigned",
    phase: "decide",
    run: ({ data: { caseId } }, tx) => wakeById(tx, caseId, "assigned"),
  }),
  defineReaction({
    on: "case.handedOff",
    phase: "decide",
    run: ({ data: { caseId, to } }, tx) => (to === "human" ? wakeById(tx, caseId, "handedOff") : undefined),
  }),
  defineReaction({
    on: "case.markedSpam",
    phase: "decide",
    run: ({ data: { caseId } }, tx) => wakeById(tx, caseId, "spam"),
  }),
  defineReaction({
    on: "case.statusChanged",
    phase: "decide",
    async run({ data: { caseId, toCategory } }, tx) {
      if (!isEnded(toCategory)) return;
      const found = await tx.get(cases, caseId);
      const isMerged = found !== null && found.mergedIntoId !== null;
      await wakeById(tx, caseId, isMerged ? "merged" : toCategory === "closed" ? "closed" : "solved");
    },
  }),
];

async function wakeById(tx: Transaction, caseId: string, because: WakeCause): Promise<void> {
  const found = await tx.get(cases, caseId);
  if (found !== null) await wake(tx, found, because);
}
