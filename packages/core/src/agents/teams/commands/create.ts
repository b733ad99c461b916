import * as z from "zod";
import { defineCommand, lineInput, refuseTaken } from "../../../kernel/index.ts";
import { type TeamRow, teams, teamView } from "../../schema.ts";

/** Adds a team. @throws SupportError ALREADY_EXISTS when another team has the name. */
export const create = defineCommand({
  name: "teams.create",
  summary: "Adds a team.",
  input: z.strictObject({ name: lineInput(200).min(1) }),
  output: teamView,
  access: { permission: "agents.write" },
  http: "POST /teams",
  async run(tx, { name }): Promise<TeamRow> {
    await refuseTaken(tx, teams, "name", name);
    const team = tx.insert(teams, { name });
    tx.emit("team.created", {}, { teamId: team.id });
    return team;
  },
});
