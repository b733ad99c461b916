import * as z from "zod";
import { defineQuery, findPage, type Page, page, paging } from "../../../kernel/index.ts";
import { type TeamRow, teams, teamView } from "../../schema.ts";

/** Lists teams. Ordered by id. */
export const list = defineQuery({
  name: "teams.list",
  summary: "Lists teams.",
  input: z.strictObject(paging),
  output: page(teamView),
  access: { permission: "agents.read" },
  http: "GET /teams",
  run: (read, { after, limit }): Promise<Page<TeamRow>> => findPage(read, teams, { after, limit }),
});
