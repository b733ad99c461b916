import * as z from "zod";
import { defineCommand, forbidden, reference } from "../../kernel/index.ts";
import { requireAgent } from "../assignable.ts";
import { checkSignature } from "../checkSignature.ts";
import { profile } from "../inputs.ts";
import { refuseAboveOwn } from "../roles/limits.ts";
import { type AgentRow, agents, agentView } from "../schema.ts";

const input = z.strictObject({ agentId: reference("agent"), signature: profile.signature });

/**
 * Sets what ends the messages that an agent writes; null: the signature of the case's brand does. Agents may set their
 * own without a further permission.
 *
 * @throws SupportError NOT_FOUND; FORBIDDEN when the agent has more permissions than the caller; TEMPLATE_INVALID naming each
 * unknown variable and what was probably meant
 */
export const setSignature = defineCommand({
  name: "agents.setSignature",
  summary: "Sets what ends the messages that an agent writes.",
  input,
  output: agentView,
  access: { permission: "agents.write", agent: "self", cases: "none" },
  http: "PUT /agents/{agentId}/signature",
  async run(tx, { agentId, signature }): Promise<AgentRow> {
    const agent = await requireAgent(tx, agentId);
    if (!agent.active && tx.actor.kind === "agent" && tx.actor.id === agentId)
      throw forbidden(tx, "agents.write");
    await refuseAboveOwn(tx, agent);
    await checkSignature(tx, signature);
    tx.emit("agent.updated", {}, { agentId, fields: ["signature"] });
    return tx.update(agents, agent, { signature });
  },
});
