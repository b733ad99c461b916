import { defineReaction, type JobHandlers, type Reaction } from "../kernel/index.ts";
import type { CasesDeps } from "./create.ts";
import { changeStatus } from "./lifecycle.ts";
import { cases } from "./schema.ts";

declare module "../kernel/transaction.ts" {
  interface SupportJobs {
    "cases.close": { readonly caseId: string };
  }
}

/** Closes solved cases when they are due, unless they were reopened in the meantime. */
export function closing(deps: CasesDeps): {
  readonly reactions: readonly Reaction[];
  readonly jobs: JobHandlers;
} {
  const { closeSolvedAfterMs } = deps.settings;
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
            if (dueAt <= tx.now) await changeStatus(tx, deps, found, { category: "closed" }, "agent");
            else await tx.enqueue("cases.close", { caseId }, { key: `cases.close:${caseId}`, dueAt });
          });
        },
      },
    },
  };
}
