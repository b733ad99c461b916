import { definePlugin, defineReaction, operations, type StateKey, stateKey } from "@heedkit/core";
import * as z from "zod";

const optionsSchema = z.strictObject({
  /** A word in the subject that makes a case urgent. */
  word: z.string().min(1),
  /** Who gets such cases. */
  assigneeId: z.string().nullable().default(null),
});

type TriageOptions = z.output<typeof optionsSchema>;
const triageOptions: StateKey<TriageOptions> = stateKey("triage");

/** Raises the priority of a case and assigns it, in the commit that opens it. */
export const triage = (options: z.input<typeof optionsSchema>) =>
  definePlugin({
    id: "triage",
    options,
    optionsSchema,
    actsAs: ["system"],
    reactions: [
      defineReaction({
        on: "case.opened",
        phase: "decide",
        async run({ data: { caseId } }, tx) {
          const { word, assigneeId } = tx.use(triageOptions);
          const { subject } = await tx.call(operations.cases.get, { caseId }, { as: "system" });
          if (!subject.toLowerCase().includes(word)) return;
          const decided = { priority: "urgent", ...(assigneeId === null ? {} : { assigneeId }) } as const;
          await tx.call(operations.cases.update, { caseId, ...decided }, { as: "system" });
        },
      }),
    ],
  });
