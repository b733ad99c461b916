import * as z from "zod";
import {
  defineQuery,
  findPage,
  idInput,
  nameOrderInput,
  nameOrders,
  namePrefixFilter,
  namePrefixInput,
  type Page,
  page,
  paging,
  reference,
} from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { type AgentRow, agents, agentView, presences } from "../schema.ts";

const input = z.strictObject({
  active: z.boolean().optional().describe("Default: both active and inactive agents."),
  role: idInput.optional(),
  teamId: reference("team").optional(),
  presence: z.exactOptional(presences),
  namePrefix: namePrefixInput,
  order: nameOrderInput.default("oldest"),
  ...paging,
});

/** Lists agents. Including those who have left, unless `active` is given. */
export const list = defineQuery({
  name: "agents.list",
  summary: "Lists agents.",
  input,
  output: page(agentView),
  access: { permission: "agents.read", cases: "none" },
  http: "GET /agents",
  run(read, { active, role, teamId, presence, namePrefix, order, after, limit }): Promise<Page<AgentRow>> {
    const leaves: Filter<AgentRow>[] = [
      ...(active === undefined ? [] : [{ field: "active", is: active } as const]),
      ...(role === undefined ? [] : [{ field: "role", is: role } as const]),
      ...(teamId === undefined ? [] : [{ field: "teamIds", includes: teamId } as const]),
      ...(presence === undefined ? [] : [{ field: "presence", is: presence } as const]),
      ...namePrefixFilter(namePrefix),
    ];
    return findPage(read, agents, { where: { and: leaves }, orderBy: nameOrders[order], after, limit });
  },
});
