import * as z from "zod";
import { defineQuery, findPage, idInput, type Page, page, paging, reference } from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { type AgentRow, agents, agentView } from "../schema.ts";

const input = z.strictObject({
  active: z.boolean().optional().describe("Default: those who have left as well."),
  role: idInput.optional(),
  teamId: reference("team").optional(),
  ...paging,
});

/** The agents, by id, those who have left included. */
export const list = defineQuery({
  name: "agents.list",
  summary: "Lists the agents.",
  input,
  output: page(agentView),
  access: { permission: "agents.read", cases: "none" },
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
