import * as z from "zod";
import { SupportError } from "../../errors/index.ts";
import { defineCommand, forbidden, reference } from "../../kernel/index.ts";
import { requireAgent } from "../assignable.ts";
import { refuseAboveOwn } from "../roles/limits.ts";
import { type AgentRow, agents, agentView, presences } from "../schema.ts";

const input = z.strictObject({ agentId: reference("agent"), presence: presences });

/**
 * Sets an agent's presence. Agents can set their own without a further permission.
 *
 * @throws SupportError NOT_FOUND; FORBIDDEN when the agent has more permissions than the caller; AGENT_INACTIVE when an agent
 * who has left would be anything but offline
 */
export const setPresence = defineCommand({
  name: "agents.setPresence",
  summary: "Sets an agent's presence.",
  input,
  output: agentView,
  access: { permission: "agents.write", agent: "self", cases: "none" },
  http: "PUT /agents/{agentId}/presence",
  async run(tx, { agentId, presence }): Promise<AgentRow> {
    const agent = await requireAgent(tx, agentId);
    if (!agent.active && tx.actor.kind === "agent" && tx.actor.id === agentId)
      throw forbidden(tx, "agents.write");
    await refuseAboveOwn(tx, agent);
    if (!agent.active && presence !== "offline") throw hasLeft(agentId);
    if (agent.presence === presence) return agent;
    tx.emit("agent.presenceChanged", {}, { agentId, from: agent.presence, to: presence });
    return tx.update(agents, agent, { presence, presenceAt: tx.now });
  },
});

function hasLeft(agentId: string): SupportError {
  return new SupportError(
    "AGENT_INACTIVE",
    `The agent ${agentId} is deactivated and can only be offline. Reactivate them with agents.update first.`,
    { details: { agentId } },
  );
}
