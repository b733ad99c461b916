import * as z from "zod";
import { defineQuery, findPage, type Page, page, paging } from "../../../kernel/index.ts";
import { type TeamRow, teams, teamView } from "../../schema.ts";

const input = z.strictObject({
  archived: z.boolean().default(false).describe("True for the archived ones alone. Default: the others."),
  ...paging,
});

/** The teams, by id, without the archived ones unless they are asked for. */
export const list = defineQuery({
  name: "teams.list",
  summary: "Lists the teams.",
  input,
  output: page(teamView),
  access: { permission: "agents.read" },
  http: "GET /teams",
  run(read, { archived, after, limit }): Promise<Page<TeamRow>> {
    const where = archived
      ? ({ field: "archivedAt", isNot: null } as const)
      : ({ field: "archivedAt", is: null } as const);
    return findPage(read, teams, { where, after, limit });
  },
});
