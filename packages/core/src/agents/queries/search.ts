import * as z from "zod";
import { defineQuery, limitSchema, lineInput, list } from "../../kernel/index.ts";
import { type AgentRow, agents, agentView } from "../schema.ts";

const input = z.strictObject({
  text: lineInput().describe("Beginnings of words; each must occur."),
  active: z.boolean().optional().describe("Default: those who have left as well."),
  limit: limitSchema,
});

/** Agents whose name or address has all the words, best first. */
export const search = defineQuery({
  name: "agents.search",
  summary: "Finds agents by words of their name and address.",
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
