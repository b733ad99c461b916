import * as z from "zod";
import { isSupportError } from "../../errors/index.ts";
import { defineCommand, idInput, refuseTaken, type Transaction } from "../../kernel/index.ts";
import { requireJoinable } from "../assignable.ts";
import { checkChange } from "../changeable.ts";
import { checkSignature } from "../checkSignature.ts";
import { newAgent, profile } from "../inputs.ts";
import { insertAgent } from "../insert.ts";
import { type AgentRow, agents, agentView } from "../schema.ts";

const input = z.strictObject({
  ...z.strictObject(profile).partial().shape,
  name: profile.name,
  hostId: idInput.describe("The agent's id in the host application."),
});

/**
 * Updates the agent with this hostId, or creates one. Repeating the call changes nothing.
 * @throws SupportError ALREADY_EXISTS when another agent has the email.
 */
export const upsert = defineCommand({
  name: "agents.upsert",
  summary: "Updates the agent with this hostId, or creates one.",
  input,
  output: agentView,
  access: { permission: "agents.write", cases: "none" },
  http: "PUT /agents",
  async run(tx, given): Promise<AgentRow> {
    const findKnown = () => tx.findOne(agents, { field: "hostId", is: given.hostId });
    const known = await findKnown();
    if (known !== null) return changeTo(tx, known, given);
    try {
      return await insertAgent(tx, newAgent.parse(given));
    } catch (error) {
      // Another process may have created the agent between two reads. Then nobody else has its email.
      const created = isSupportError(error) && error.code === "ALREADY_EXISTS" ? await findKnown() : null;
      if (created === null) throw error;
      return changeTo(tx, created, given);
    }
  },
});

async function changeTo(tx: Transaction, known: AgentRow, given: z.output<typeof input>): Promise<AgentRow> {
  const { email, teamIds = [] } = given;
  await checkChange(tx, known, given);
  await requireJoinable(tx, known, teamIds);
  await refuseTaken(tx, agents, "email", email, known.id);
  await checkSignature(tx, given.signature);
  const patch = Object.fromEntries(
    Object.entries(given).filter(([field, value]) => value !== undefined && isChanged(known, field, value)),
  );
  if (Object.keys(patch).length === 0) return known;
  tx.emit("agent.updated", {}, { agentId: known.id, fields: Object.keys(patch) });
  return tx.update(agents, known, patch);
}

function isChanged(agent: AgentRow, field: string, value: unknown): boolean {
  const held: unknown = Object.entries(agent).find(([name]) => name === field)?.[1];
  return JSON.stringify(held) !== JSON.stringify(value);
}
