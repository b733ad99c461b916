import * as z from "zod";
import { defineCommand, forbidden, reference } from "../../kernel/index.ts";
import { setFollowers } from "../followers.ts";
import { refuseMerged, requireCase } from "../lifecycle.ts";
import type { CaseRow } from "../schema.ts";
import { refuseWidening } from "../scope.ts";
import { caseView } from "../views.ts";

/**
 * Makes an agent follow a case; `case.newsForFollowers` names followers to notify. Agents who may read cases may follow them
 * themselves without a further permission, unless that would widen what their role covers.
 * @throws SupportError NOT_FOUND; FORBIDDEN; AGENT_INACTIVE; INVALID_INPUT when it has 100 followers.
 */
export const follow = defineCommand({
  name: "cases.follow",
  summary: "Makes an agent follow a case.",
  input: z.strictObject({ caseId: reference("case"), agentId: reference("agent") }),
  output: caseView,
  access: { permission: "cases.write", agent: "self", cases: "named" },
  http: "PUT /cases/{caseId}/followers/{agentId}",
  async run(tx, { caseId, agentId }): Promise<CaseRow> {
    if (!(await tx.reaches("cases.read", "case", caseId))) throw forbidden(tx, "cases.read");
    if (tx.actor.kind === "agent" && tx.actor.id === agentId) await refuseWidening(tx, caseId);
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    return setFollowers(tx, found, [...found.followerIds, agentId]);
  },
});
