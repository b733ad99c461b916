import * as z from "zod";
import { defineCommand, reference } from "../../kernel/index.ts";
import { joinFollowers } from "../followers.ts";
import { changeStatus, isEnded } from "../lifecycle.ts";
import { link } from "../link.ts";
import { planMerge } from "../mergePlan.ts";
import { earliest, latest } from "../moments.ts";
import { asColumns, presentMoment } from "../participants.ts";
import { type CaseRow, cases } from "../schema.ts";
import { settleSnooze } from "../snoozing/index.ts";
import { casesState } from "../state.ts";
import { type MergeDisclosure, mergedCaseView } from "../views.ts";

interface MergedRow extends CaseRow {
  readonly disclosures: readonly MergeDisclosure[];
}

/**
 * Ends a case in favour of another: later replies to it go there, who took part in it takes part there from now on, and
 * who waits in it waits there, which reopens a solved one. Both requesters stay addressees.
 *
 * @throws SupportError MERGE_CYCLE when they are one already; INVALID_TRANSITION when the other one is closed.
 */
export const merge = defineCommand({
  name: "cases.merge",
  summary: "Ends a case in favour of another.",
  input: z.strictObject({ fromId: reference("case"), intoId: reference("case") }),
  output: mergedCaseView,
  access: { permission: "cases.write" },
  http: "POST /cases/{fromId}/merge",
  async run(tx, input): Promise<MergedRow> {
    const state = tx.use(casesState);
    const plan = await planMerge(tx, state, input, (survivor) => presentMoment(tx, survivor));
    const { from, into, people, disclosures } = plan;
    const ended = changeStatus(tx, state.settings, from, "closed", "customer");
    tx.update(cases, ended, { mergedIntoId: into.id });
    const reopened =
      isEnded(into.category) && from.waitingSince !== null
        ? changeStatus(tx, state.settings, into, "open", "customer")
        : into;
    // Written in any case, so that of two merges at once that would close a circle, one meets a conflict.
    const merged = tx.update(cases, reopened, {
      ...asColumns(people, into.customerId),
      waitingSince: earliest(into.waitingSince, from.waitingSince),
      lastCustomerMessageAt: latest(into.lastCustomerMessageAt, from.lastCustomerMessageAt),
    });
    const followed = await joinFollowers(tx, from, merged);
    const settled = await settleSnooze(tx, from, followed);
    await link(tx, { fromId: from.id, toId: into.id, kind: "duplicate", reason: null });
    tx.emit(
      "case.merged",
      { caseId: from.id, customerId: from.customerId },
      { caseId: from.id, intoId: into.id },
    );
    return { ...settled, disclosures };
  },
});
