import * as z from "zod";
import {
  archivedFilter,
  archivedInput,
  defineQuery,
  limitSchema,
  lineInput,
  list,
} from "../../../kernel/index.ts";
import { type TeamRow, teams, teamView } from "../../schema.ts";

const input = z.strictObject({
  text: lineInput(500).describe("Word prefixes; all of them must match."),
  archived: archivedInput,
  limit: limitSchema,
});

/** Searches teams by name. Best matches first; archived teams only if asked for. */
export const search = defineQuery({
  name: "teams.search",
  summary: "Searches teams by name.",
  input,
  output: list(teamView),
  access: { permission: "agents.read", cases: "none" },
  http: "GET /teams/search",
  run: (read, { text, archived, limit }): Promise<readonly TeamRow[]> =>
    read.search(teams, { text, where: archivedFilter(archived), limit }),
});
