import * as z from "zod";
import { defineCommand, reference } from "../../../kernel/index.ts";
import { requireTeam } from "../../assignable.ts";
import { type TeamRow, teams, teamView } from "../../schema.ts";

/** Brings an archived team back. Cases that it lost stay where they are. @throws SupportError NOT_FOUND */
export const restore = defineCommand({
  name: "teams.restore",
  summary: "Brings an archived team back.",
  input: z.strictObject({ teamId: reference("team") }),
  output: teamView,
  access: { permission: "agents.write" },
  http: "POST /teams/{teamId}/restore",
  async run(tx, { teamId }): Promise<TeamRow> {
    const team = await requireTeam(tx, teamId);
    if (team.archivedAt === null) return team;
    tx.emit("team.updated", {}, { teamId, fields: ["archivedAt"] });
    return tx.update(teams, team, { archivedAt: null });
  },
});
