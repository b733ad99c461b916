import * as z from "zod";
import { defineQuery, limitSchema, lineInput, list } from "../../kernel/index.ts";
import { type AgentRow, agents, agentView } from "../schema.ts";

const input = z.strictObject({
  text: lineInput().describe("Word prefixes; all of them must match."),
  active: z.boolean().optional().describe("Default: both active and inactive agents."),
  limit: limitSchema,
});

/** Searches agents by name and email address. Best matches first. */
export const search = defineQuery({
  name: "agents.search",
  summary: "Searches agents by name and email address.",
  input,
  output: list(agentView),
  access: { permission: "agents.read", cases: "none" },
  http: "GET /agents/search",
  run: (read, { text, active, limit }): Promise<readonly AgentRow[]> =>
    read.search(agents, {
      text,
      limit,
      ...(active === undefined ? {} : { where: { field: "active", is: active } }),
    }),
});
