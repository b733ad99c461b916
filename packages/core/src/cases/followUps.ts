import type { Transaction } from "../kernel/index.ts";
import { takesPart } from "./access.ts";
import type { CasesDeps } from "./create.ts";
import { isEnded, survivingCase } from "./lifecycle.ts";
import { type CaseRow, caseLinks, cases } from "./schema.ts";

/**
 * The case that continues one whose replies open follow-ups: the newest that the sender takes part in, or the case
 * itself if there is none.
 */
export async function newestFollowUp(
  tx: Transaction,
  deps: CasesDeps,
  ended: CaseRow,
  customerId: string,
): Promise<CaseRow> {
  const passed = new Set<string>();
  let current = ended;
  while (needsFollowUp(tx, deps, current) && !passed.has(current.id)) {
    passed.add(current.id);
    const [newest] = await tx.find(caseLinks, {
      where: {
        and: [
          { field: "toId", is: current.id },
          { field: "kind", is: "follow_up" },
        ],
      },
      orderBy: [{ field: "id", direction: "descending" }],
      limit: 1,
    });
    const next = newest === undefined ? null : await tx.get(cases, newest.fromId);
    const survivor = next === null ? null : await survivingCase(tx, next);
    if (survivor === null || !(await takesPart(tx, survivor, customerId))) break;
    current = survivor;
  }
  return current;
}

/** Whether a customer's reply opens a new case instead of continuing this one. */
export function needsFollowUp(tx: Transaction, { settings }: CasesDeps, found: CaseRow): boolean {
  if (!isEnded(found.category)) return false;
  // An imported case has no clocks, and whoever writes to it again should have them.
  if (found.category === "closed" && (settings.replyToClosed === "follow-up" || found.imported)) return true;
  const { followUpAfterMs } = settings;
  return followUpAfterMs !== null && found.solvedAt !== null && tx.now - found.solvedAt > followUpAfterMs;
}
