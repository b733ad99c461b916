import * as z from "zod";
import { defineQuery, reference } from "../../../kernel/index.ts";
import { requireTeam } from "../../assignable.ts";
import { type TeamRow, teamView } from "../../schema.ts";

/** Returns a team. @throws SupportError NOT_FOUND */
export const get = defineQuery({
  name: "teams.get",
  summary: "Returns a team.",
  input: z.strictObject({ teamId: reference("team") }),
  output: teamView,
  access: { permission: "agents.read" },
  http: "GET /teams/{teamId}",
  run: (read, { teamId }): Promise<TeamRow> => requireTeam(read, teamId),
});
