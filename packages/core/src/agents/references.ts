import { SupportError } from "../errors/index.ts";
import type { ReferenceRule } from "../kernel/index.ts";

/** Agents and teams belong to no customer. */
export const references: Readonly<Record<string, ReferenceRule>> = {
  agent: { missing: (agentId) => notFound("agent", { agentId }) },
  team: { missing: (teamId) => notFound("team", { teamId }) },
};

function notFound(what: string, details: Readonly<Record<string, string>>): SupportError {
  return new SupportError("NOT_FOUND", `There is no ${what} ${Object.values(details)[0]}.`, { details });
}
