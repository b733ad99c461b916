import { archivedFilter, archivedSearchInput, defineQuery, list } from "../../../kernel/index.ts";
import { type TeamRow, teams, teamView } from "../../schema.ts";

/** Searches teams by name. Best matches first; archived teams only if asked for. */
export const search = defineQuery({
  name: "teams.search",
  summary: "Searches teams by name.",
  input: archivedSearchInput,
  output: list(teamView),
  access: { permission: "agents.read", cases: "none" },
  http: "GET /teams/search",
  run: (read, { text, archived, limit }): Promise<readonly TeamRow[]> =>
    read.search(teams, { text, where: archivedFilter(archived), limit }),
});
