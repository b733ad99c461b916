import * as z from "zod";
import { defineQuery, reference } from "../../kernel/index.ts";
import { requireAgent } from "../assignable.ts";
import { type AgentRow, agentView } from "../schema.ts";

/** Returns an agent. @throws SupportError NOT_FOUND */
export const get = defineQuery({
  name: "agents.get",
  summary: "Returns an agent.",
  input: z.strictObject({ agentId: reference("agent") }),
  output: agentView,
  access: { permission: "agents.read" },
  http: "GET /agents/{agentId}",
  run: (read, { agentId }): Promise<AgentRow> => requireAgent(read, agentId),
});
