import { defineCommand } from "../../kernel/index.ts";
import { newAgent } from "../inputs.ts";
import { insertAgent } from "../insert.ts";
import { type AgentRow, agentView } from "../schema.ts";

/**
 * Adds an agent.
 * @throws SupportError ALREADY_EXISTS when another agent has the email or the `hostId`.
 */
export const create = defineCommand({
  name: "agents.create",
  summary: "Adds an agent.",
  input: newAgent,
  output: agentView,
  access: { permission: "agents.write", cases: "none" },
  http: "POST /agents",
  run: (tx, values): Promise<AgentRow> => insertAgent(tx, values),
});
