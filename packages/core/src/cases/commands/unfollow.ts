import * as z from "zod";
import { defineCommand, forbidden, reference } from "../../kernel/index.ts";
import { setFollowers } from "../followers.ts";
import { refuseMerged, requireCase } from "../lifecycle.ts";
import type { CaseRow } from "../schema.ts";
import { caseView } from "../views.ts";

/** Stops an agent from following a case. Agents may stop following without a further permission. */
export const unfollow = defineCommand({
  name: "cases.unfollow",
  summary: "Stops an agent from following a case.",
  input: z.strictObject({ caseId: reference("case"), agentId: reference("agent") }),
  output: caseView,
  access: { permission: "cases.write", agent: "self", cases: "named" },
  http: "DELETE /cases/{caseId}/followers/{agentId}",
  async run(tx, { caseId, agentId }): Promise<CaseRow> {
    if (!(await tx.reaches("cases.read", "case", caseId))) throw forbidden(tx, "cases.read");
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    return setFollowers(
      tx,
      found,
      found.followerIds.filter((id) => id !== agentId),
    );
  },
});
