import { SupportError } from "../errors/index.ts";
import type { Read, Transaction } from "../kernel/index.ts";
import { keepAnAdmin, refuseAboveOwn, refuseForeignTeams, refuseMoreThanOwn } from "./roles/limits.ts";
import { grantOf, requireRole } from "./roles/requireRole.ts";
import type { AgentRow } from "./schema.ts";

/** Checks that the actor can assign a role. @throws SupportError INVALID_INPUT, ARCHIVED, FORBIDDEN */
export async function requireGivable(read: Read, key: string): Promise<void> {
  const role = await requireRole(read, key, "INVALID_INPUT");
  if (role.archivedAt !== null)
    throw new SupportError(
      "ARCHIVED",
      `The role "${key}" is archived. Restore it with roles.restore, or give another one.`,
      { details: { role: key } },
    );
  await refuseMoreThanOwn(read, grantOf(read, role));
}

/** Checks that the actor can make these changes to an agent. @throws SupportError INVALID_INPUT, FORBIDDEN */
export async function checkChange(
  tx: Transaction,
  agent: AgentRow,
  {
    role = agent.role,
    active = agent.active,
    teamIds = agent.teamIds,
  }: Readonly<Partial<Record<keyof AgentRow, unknown>>> & {
    readonly role?: string | undefined;
    readonly active?: boolean | undefined;
    readonly teamIds?: readonly string[] | undefined;
  },
): Promise<void> {
  await refuseAboveOwn(tx, agent);
  if (role !== agent.role) await requireGivable(tx, role);
  await refuseForeignTeams(tx, agent.teamIds, teamIds);
  if (role !== agent.role || !active) await keepAnAdmin(tx, agent);
}
