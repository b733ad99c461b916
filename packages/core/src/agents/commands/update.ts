import * as z from "zod";
import { defineCommand, reference, refuseTaken } from "../../kernel/index.ts";
import { requireAgent, requireJoinable } from "../assignable.ts";
import { checkChange } from "../changeable.ts";
import { checkSignature } from "../checkSignature.ts";
import { profile } from "../inputs.ts";
import { type AgentRow, agents, agentView } from "../schema.ts";

const input = z.strictObject({
  agentId: reference("agent"),
  ...z.strictObject({ ...profile, active: z.boolean().describe("False once the agent has left.") }).partial()
    .shape,
});

/**
 * Updates an agent. Open cases of a deactivated agent (`active: false`) return to their team unassigned, by a job.
 * @throws SupportError FORBIDDEN when it would give the agent more permissions than the caller has, when the agent already
 * has more, and for the last admin; NOT_FOUND; ALREADY_EXISTS when another agent has the email or the `hostId`.
 */
export const update = defineCommand({
  name: "agents.update",
  summary: "Updates an agent.",
  input,
  output: agentView,
  access: { permission: "agents.write", cases: "none" },
  http: "PATCH /agents/{agentId}",
  async run(tx, { agentId, ...changes }): Promise<AgentRow> {
    const agent = await requireAgent(tx, agentId);
    await checkChange(tx, agent, changes);
    await requireJoinable(tx, agent, changes.teamIds ?? []);
    await refuseTaken(tx, agents, "email", changes.email, agentId);
    await refuseTaken(tx, agents, "hostId", changes.hostId, agentId);
    await checkSignature(tx, changes.signature);
    const patch = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    tx.emit("agent.updated", {}, { agentId, fields: Object.keys(patch) });
    const gone = changes.active === false ? { presence: "offline" as const, presenceAt: tx.now } : {};
    return tx.update(agents, agent, { ...patch, ...gone });
  },
});
