import * as z from "zod";
import { defineQuery, findPage, type Page, page, paging, reference } from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { type AgentRow, agents, agentView, roles } from "../schema.ts";

const input = z.strictObject({
  active: z.boolean().optional().describe("Default: both active and inactive agents."),
  role: roles.optional(),
  teamId: reference("team").optional(),
  ...paging,
});

/** Lists agents. Ordered by id, and including those who have left. */
export const list = defineQuery({
  name: "agents.list",
  summary: "Lists agents.",
  input,
  output: page(agentView),
  access: { permission: "agents.read" },
  http: "GET /agents",
  run(read, { active, role, teamId, after, limit }): Promise<Page<AgentRow>> {
    const leaves: Filter<AgentRow>[] = [
      ...(active === undefined ? [] : [{ field: "active", is: active } as const]),
      ...(role === undefined ? [] : [{ field: "role", is: role } as const]),
      ...(teamId === undefined ? [] : [{ field: "teamIds", includes: teamId } as const]),
    ];
    return findPage(read, agents, { where: { and: leaves }, after, limit });
  },
});
