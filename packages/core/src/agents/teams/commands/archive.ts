import * as z from "zod";
import { defineCommand, reference } from "../../../kernel/index.ts";
import { requireTeam } from "../../assignable.ts";
import { type TeamRow, teams, teamView } from "../../schema.ts";

/**
 * Archives a team: it leaves the lists and can't be given anything. Its open cases keep their agent and lose the team, by a
 * job; its agents stay members, should it be restored.
 * @throws SupportError NOT_FOUND
 */
export const archive = defineCommand({
  name: "teams.archive",
  summary: "Archives a team.",
  input: z.strictObject({ teamId: reference("team") }),
  output: teamView,
  access: { permission: "agents.write" },
  http: "POST /teams/{teamId}/archive",
  async run(tx, { teamId }): Promise<TeamRow> {
    const team = await requireTeam(tx, teamId);
    if (team.archivedAt !== null) return team;
    tx.emit("team.updated", {}, { teamId, fields: ["archivedAt"] });
    return tx.update(teams, team, { archivedAt: tx.now });
  },
});
