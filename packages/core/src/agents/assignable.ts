import { SupportError } from "../errors/index.ts";
import type { Transaction } from "../kernel/index.ts";
import { type AgentRow, agents, type TeamRow, teams } from "./schema.ts";

/** @throws SupportError NOT_FOUND */
export async function requireAgent(tx: Pick<Transaction, "get">, agentId: string): Promise<AgentRow> {
  const agent = await tx.get(agents, agentId);
  if (agent === null)
    throw new SupportError("NOT_FOUND", `There is no agent ${agentId}.`, { details: { agentId } });
  return agent;
}

/** An agent who can be assigned something. @throws SupportError NOT_FOUND; AGENT_INACTIVE when they have left */
export async function requireActiveAgent(tx: Pick<Transaction, "get">, agentId: string): Promise<AgentRow> {
  const agent = await requireAgent(tx, agentId);
  if (agent.active) return agent;
  throw new SupportError(
    "AGENT_INACTIVE",
    `The agent ${agentId} is deactivated and can't be assigned anything. Choose somebody else, or reactivate them with agents.update.`,
    { details: { agentId } },
  );
}

/** The agent, or null if they have left. */
export async function activeOrNobody(
  tx: Pick<Transaction, "get">,
  agentId: string | null,
): Promise<string | null> {
  if (agentId === null) return null;
  return (await tx.get(agents, agentId))?.active === true ? agentId : null;
}

/** @throws SupportError NOT_FOUND */
export async function requireTeam(tx: Pick<Transaction, "get">, teamId: string): Promise<TeamRow> {
  const team = await tx.get(teams, teamId);
  if (team === null)
    throw new SupportError("NOT_FOUND", `There is no team ${teamId}.`, { details: { teamId } });
  return team;
}

/** A team that can be given cases and members. @throws SupportError NOT_FOUND; ARCHIVED */
export async function requireActiveTeam(tx: Pick<Transaction, "get">, teamId: string): Promise<TeamRow> {
  const team = await requireTeam(tx, teamId);
  if (team.archivedAt === null) return team;
  throw new SupportError(
    "ARCHIVED",
    `The team ${teamId} is archived and can't be given anything. Choose another, or bring it back with teams.restore.`,
    { details: { teamId } },
  );
}

/** The team, or null where it is archived. */
export async function activeTeamOrNone(
  tx: Pick<Transaction, "get">,
  teamId: string | null,
): Promise<string | null> {
  if (teamId === null) return null;
  const team = await tx.get(teams, teamId);
  return team === null || team.archivedAt !== null ? null : teamId;
}

/** Checks the teams of an agent; those that they are in already may be archived. @throws SupportError NOT_FOUND; ARCHIVED */
export async function requireJoinable(
  tx: Pick<Transaction, "get">,
  agent: AgentRow,
  teamIds: readonly string[],
): Promise<void> {
  for (const teamId of teamIds) if (!agent.teamIds.includes(teamId)) await requireActiveTeam(tx, teamId);
}
