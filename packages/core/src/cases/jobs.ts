import { defineReaction, type JobHandlers, type Reaction } from "../kernel/index.ts";
import { changeStatus } from "./lifecycle.ts";
import { cases } from "./schema.ts";
import type { CaseSettings } from "./settings.ts";

declare module "../kernel/transaction.ts" {
  interface SupportJobs {
    "cases.close": { readonly caseId: string };
  }
}

/** Closes solved cases when they are due, unless they were reopened in the meantime. */
export function closing(settings: CaseSettings): {
  readonly reactions: readonly Reaction[];
  readonly jobs: JobHandlers;
} {
  const { closeSolvedAfterMs } = settings;
  return {
    reactions: [
      defineReaction({
        on: "case.statusChanged",
        phase: "tell",
        async run({ data }, tx) {
          if (closeSolvedAfterMs === null || data.toCategory !== "solved") return;
          const { caseId } = data;
          const dueAt = tx.now + closeSolvedAfterMs;
          await tx.enqueue("cases.close", { caseId }, { key: `cases.close:${caseId}`, dueAt });
        },
      }),
    ],
    jobs: {
      "cases.close": {
        async run({ data: { caseId }, complete }) {
          await complete(async (tx) => {
            const found = await tx.get(cases, caseId);
            if (closeSolvedAfterMs === null || found?.category !== "solved" || found.solvedAt === null)
              return;
            const dueAt = found.solvedAt + closeSolvedAfterMs;
            if (dueAt <= tx.now) changeStatus(tx, settings, found, "closed", "agent");
            else await tx.enqueue("cases.close", { caseId }, { key: `cases.close:${caseId}`, dueAt });
          });
        },
      },
    },
  };
}
