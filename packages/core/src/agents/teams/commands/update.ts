import * as z from "zod";
import { defineCommand, lineInput, reference, refuseTaken } from "../../../kernel/index.ts";
import { requireTeam } from "../../assignable.ts";
import { type TeamRow, teams, teamView } from "../../schema.ts";

const input = z.strictObject({ teamId: reference("team"), name: lineInput(200).min(1) });

/** Renames a team. @throws SupportError NOT_FOUND; ALREADY_EXISTS when another team has the name. */
export const update = defineCommand({
  name: "teams.update",
  summary: "Renames a team.",
  input,
  output: teamView,
  access: { permission: "agents.write" },
  http: "PATCH /teams/{teamId}",
  async run(tx, { teamId, name }): Promise<TeamRow> {
    const team = await requireTeam(tx, teamId);
    await refuseTaken(tx, teams, "name", name, teamId);
    if (team.name === name) return team;
    tx.emit("team.updated", {}, { teamId, fields: ["name"] });
    return tx.update(teams, team, { name });
  },
});
