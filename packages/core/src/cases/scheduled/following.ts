import { defineReaction, type Reaction } from "../../kernel/index.ts";
import { cases, messages } from "../schema.ts";
import { holdAllOf } from "./hold.ts";

/**
 * What becomes of scheduled replies whose case is not what it was when they were written: they follow a merge, stay
 * where a split leaves them, and wait for a person in both.
 */
export const followingReactions: readonly Reaction[] = [
  defineReaction({
    on: "case.merged",
    phase: "decide",
    async run({ data: { caseId, intoId } }, tx) {
      const into = await tx.get(cases, intoId);
      if (into === null) return;
      const { id, customerId, turns } = into;
      await holdAllOf(tx, caseId, "case-merged", { caseId: id, customerId, turn: turns ?? 0 });
    },
  }),
  defineReaction({
    on: "case.split",
    phase: "decide",
    async run({ data: { caseId, messageIds } }, tx) {
      const moved = await Promise.all(messageIds.map((id) => tx.get(messages, id)));
      // A note that moves changes nothing about what is answered.
      if (moved.some((message) => message !== null && message.direction !== "note"))
        await holdAllOf(tx, caseId, "case-split");
    },
  }),
  defineReaction({
    on: "case.updated",
    phase: "decide",
    async run({ data: { caseId, fields } }, tx) {
      const found = fields.includes("customerId") ? await tx.get(cases, caseId) : null;
      if (found !== null) await holdAllOf(tx, caseId, "requester-changed", { customerId: found.customerId });
    },
  }),
];
