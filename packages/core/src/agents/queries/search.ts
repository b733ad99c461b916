import * as z from "zod";
import { bounds, defineQuery, limitSchema, list } from "../../kernel/index.ts";
import { type AgentRow, agents, agentView } from "../schema.ts";

const input = z.strictObject({
  text: z.string().min(1).max(bounds.line).describe("Word prefixes; all of them must match."),
  active: z.boolean().optional().describe("Default: both active and inactive agents."),
  limit: limitSchema,
});

/** Searches agents by name and email address. Best matches first. */
export const search = defineQuery({
  name: "agents.search",
  summary: "Searches agents by name and email address.",
  input,
  output: list(agentView),
  access: { permission: "agents.read" },
  http: "GET /agents/search",
  run: (read, { text, active, limit }): Promise<readonly AgentRow[]> =>
    read.search(agents, {
      text,
      limit,
      ...(active === undefined ? {} : { where: { field: "active", is: active } }),
    }),
});
