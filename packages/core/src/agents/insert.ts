import type * as z from "zod";
import { refuseTaken, type Transaction } from "../kernel/index.ts";
import { requireActiveTeam } from "./assignable.ts";
import { requireGivable } from "./changeable.ts";
import { checkSignature } from "./checkSignature.ts";
import type { newAgent } from "./inputs.ts";
import { refuseForeignTeams } from "./roles/limits.ts";
import { type AgentRow, agents } from "./schema.ts";

/** Stages a new agent. @throws SupportError ALREADY_EXISTS, NOT_FOUND */
export async function insertAgent(tx: Transaction, values: z.output<typeof newAgent>): Promise<AgentRow> {
  await requireGivable(tx, values.role);
  await refuseForeignTeams(tx, [], values.teamIds);
  for (const teamId of values.teamIds) await requireActiveTeam(tx, teamId);
  await refuseTaken(tx, agents, "email", values.email);
  await refuseTaken(tx, agents, "hostId", values.hostId);
  await checkSignature(tx, values.signature);
  const agent = tx.insert(agents, { ...values, active: true, presence: "offline" });
  tx.emit("agent.created", {}, { agentId: agent.id });
  return agent;
}
