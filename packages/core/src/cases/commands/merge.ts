import * as z from "zod";
import { defineCommand, reference } from "../../kernel/index.ts";
import { joinFollowers } from "../followers.ts";
import { changeStatus, isEnded } from "../lifecycle.ts";
import { link } from "../link.ts";
import { planMerge } from "../mergePlan.ts";
import { earliest, latest } from "../moments.ts";
import { asColumns, presentMoment } from "../participants.ts";
import { type CaseRow, cases } from "../schema.ts";
import { requireReach } from "../scope.ts";
import { settleSnooze } from "../snoozing/index.ts";
import { casesState } from "../state.ts";
import { type MergeDisclosure, mergedCaseView } from "../views.ts";

interface MergedRow extends CaseRow {
  readonly disclosures: readonly MergeDisclosure[];
}

/**
 * Merges a case into another. Later replies to it go to the other case, its participants become participants there, and
 * whoever waits in it waits there, which reopens a solved case. Both requesters remain recipients.
 *
 * @throws SupportError MERGE_CYCLE if they are already merged; INVALID_TRANSITION if the other case is closed.
 */
export const merge = defineCommand({
  name: "cases.merge",
  summary: "Merges a case into another.",
  input: z.strictObject({ fromId: reference("case"), intoId: reference("case") }),
  output: mergedCaseView,
  access: { permission: "cases.write", cases: "named" },
  http: "POST /cases/{fromId}/merge",
  async run(tx, input): Promise<MergedRow> {
    const state = tx.use(casesState);
    const plan = await planMerge(tx, state, input, (survivor) => presentMoment(tx, survivor));
    const { from, into, people, disclosures } = plan;
    await requireReach(tx, into, "cases.write");
    const ended = await changeStatus(tx, state, from, { category: "closed" }, "customer");
    tx.update(cases, ended, { mergedIntoId: into.id });
    const reopened =
      isEnded(into.category) && from.waitingSince !== null
        ? await changeStatus(tx, state, into, { category: "open" }, "customer")
        : into;
    // Always written, so that of two simultaneous merges that would form a cycle, one conflicts.
    const merged = tx.update(cases, reopened, {
      ...asColumns(people, into.customerId),
      waitingSince: earliest(into.waitingSince, from.waitingSince),
      lastCustomerMessageAt: latest(into.lastCustomerMessageAt, from.lastCustomerMessageAt),
    });
    const followed = await joinFollowers(tx, from, merged);
    const settled = await settleSnooze(tx, from, followed);
    await link(tx, { fromId: from.id, toId: into.id, kind: "duplicate" });
    tx.emit(
      "case.merged",
      { caseId: from.id, customerId: from.customerId },
      { caseId: from.id, intoId: into.id },
    );
    return { ...settled, disclosures };
  },
});
