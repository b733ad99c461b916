import * as z from "zod";
import { defineCommand, forbidden, reference } from "../../kernel/index.ts";
import { requireAgent } from "../assignable.ts";
import { refuseAboveOwn } from "../roles/limits.ts";
import { type AgentRow, agents, agentView, presences } from "../schema.ts";

const input = z.strictObject({ agentId: reference("agent"), presence: presences });

/** Sets an agent's presence. Agents can set their own without a further permission. */
export const setPresence = defineCommand({
  name: "agents.setPresence",
  summary: "Sets an agent's presence.",
  input,
  output: agentView,
  access: { permission: "agents.write", agent: "self", cases: "none" },
  http: "PUT /agents/{agentId}/presence",
  async run(tx, { agentId, presence }): Promise<AgentRow> {
    const agent = await requireAgent(tx, agentId);
    await refuseAboveOwn(tx, agent);
    if (!agent.active && tx.actor.kind === "agent" && tx.actor.id === agentId)
      throw forbidden(tx, "agents.write");
    if (agent.presence === presence) return agent;
    tx.emit("agent.presenceChanged", {}, { agentId, from: agent.presence, to: presence });
    return tx.update(agents, agent, { presence, presenceAt: tx.now });
  },
});
