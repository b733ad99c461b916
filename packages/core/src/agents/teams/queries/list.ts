import * as z from "zod";
import {
  archivedFilter,
  archivedInput,
  defineQuery,
  findPage,
  nameOrderInput,
  nameOrders,
  namePrefixFilter,
  namePrefixInput,
  type Page,
  page,
  paging,
} from "../../../kernel/index.ts";
import { type TeamRow, teams, teamView } from "../../schema.ts";

const input = z.strictObject({
  archived: archivedInput,
  namePrefix: namePrefixInput,
  order: nameOrderInput.default("oldest"),
  ...paging,
});

/** Lists teams. Archived ones only if asked for. */
export const list = defineQuery({
  name: "teams.list",
  summary: "Lists teams.",
  input,
  output: page(teamView),
  access: { permission: "agents.read", cases: "none" },
  http: "GET /teams",
  run(read, { archived, namePrefix, order, after, limit }): Promise<Page<TeamRow>> {
    const where = { and: [archivedFilter(archived), ...namePrefixFilter(namePrefix)] };
    return findPage(read, teams, { where, orderBy: nameOrders[order], after, limit });
  },
});
