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
 * @throws SupportError TEMPLATE_INVALID naming each unknown variable and what was probably meant
 */
export const setSignature = defineCommand({
  name: "agents.setSignature",
  summary: "Sets what ends the messages that an agent writes.",
  input,
  output: agentView,
  access: { permission: "agents.write", agent: "self" },
  http: "PUT /agents/{agentId}/signature",
  async run(tx, { agentId, signature }): Promise<AgentRow> {
    const agent = await requireAgent(tx, agentId);
    await refuseAboveOwn(tx, agent);
    if (!agent.active && tx.actor.kind === "agent" && tx.actor.id === agentId)
      throw forbidden(tx, "agents.write");
    await checkSignature(tx, signature);
    tx.emit("agent.updated", {}, { agentId, fields: ["signature"] });
    return tx.update(agents, agent, { signature });
  },
});
