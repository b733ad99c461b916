import * as z from "zod";
import { isLocale, isTimeZone } from "../customers/index.ts";
import { isSupportError, SupportError } from "../errors/index.ts";
import {
  authorize,
  type Context,
  forbidden,
  type Grant,
  idInput,
  lineInput,
  listOf,
  type Permission,
  parseId,
  parseInput,
  type Role,
  type Room,
  refuseTaken,
  rolePermissions,
  type Transaction,
  transact,
} from "../kernel/index.ts";
import { requireAgent, requireTeam } from "./assignable.ts";
import { type Agent, agents, presences, roles, type Team, teams } from "./schema.ts";

const profile = {
  name: lineInput(200).min(1),
  email: z.email().max(320).toLowerCase().nullable(),
  hostId: idInput.nullable(),
  role: roles,
  locale: lineInput(35).refine(isLocale, "is not a BCP 47 language tag such as de-AT").nullable(),
  timeZone: lineInput(100).refine(isTimeZone, "is not an IANA time zone such as Europe/Berlin").nullable(),
  capacity: z.int().min(0).max(10_000),
  teamIds: listOf(idInput, 100),
};

const createInput = z.strictObject({
  ...profile,
  email: profile.email.default(null),
  hostId: profile.hostId.default(null),
  role: roles.default("agent"),
  locale: profile.locale.default(null),
  timeZone: profile.timeZone.default(null),
  capacity: profile.capacity.default(100),
  teamIds: profile.teamIds.default([]),
});

const upsertInput = z.strictObject({
  ...z.strictObject(profile).partial().shape,
  name: profile.name,
  hostId: idInput,
});

const updateInput = z.strictObject({
  agentId: idInput,
  ...z.strictObject({ ...profile, active: z.boolean() }).partial().shape,
});

/**
 * What the actor of a context may do by kind and role: nothing unless it is listed.
 * @throws SupportError FORBIDDEN that says so for an agent who isn't there or has left
 */
export async function grantOf({
  actor,
  storage,
  tenantId,
}: Context): Promise<{ readonly role: Role | null; readonly permissions: Grant }> {
  if (actor.kind === "host" || actor.kind === "system") return { role: null, permissions: "all" };
  if (actor.kind === "customer") return { role: null, permissions: none };
  if (actor.kind === "bot") return { role: null, permissions: botGrant };
  // Callers without types may pass any other kind.
  if (actor.kind !== "agent") return { role: null, permissions: none };
  const [agent] = await storage.get(agents, [{ tenantId, id: actor.id }]);
  if (agent === undefined)
    throw denied(actor.id, "unknown", `Unknown agent ${actor.id}: this desk has none.`);
  if (!agent.active) throw denied(actor.id, "inactive", `The agent ${actor.id} is deactivated.`);
  return { role: agent.role, permissions: roleGrants[agent.role] };
}

function denied(agentId: string, because: "unknown" | "inactive", text: string): SupportError {
  return new SupportError("FORBIDDEN", `${text} Nothing may be done in their name.`, {
    details: { actor: "agent", agentId, because },
  });
}

const none: ReadonlySet<Permission> = new Set();
const botGrant: ReadonlySet<Permission> = new Set([
  "cases.read",
  "cases.reply",
  "cases.write",
  "notes.write",
]);
const roleGrants: Readonly<Record<Role, Grant>> = {
  admin: "all",
  agent: new Set<Permission>(rolePermissions.agent),
  collaborator: new Set<Permission>(rolePermissions.collaborator),
};

/** The agent of a host's id, changed to what is given, or a new one. */
async function upsert(tx: Transaction, given: z.input<typeof upsertInput>): Promise<Agent> {
  const findKnown = () => tx.findOne(agents, { field: "hostId", is: given.hostId });
  const known = await findKnown();
  if (known !== null) return changeTo(tx, known, given);
  try {
    return await insertAgent(tx, createInput.parse(given));
  } catch (error) {
    // Another process may have created the agent between two reads: its email is taken by nobody else then.
    const created = isSupportError(error) && error.code === "ALREADY_EXISTS" ? await findKnown() : null;
    if (created === null) throw error;
    return changeTo(tx, created, given);
  }
}

async function changeTo(tx: Transaction, known: Agent, given: z.input<typeof upsertInput>): Promise<Agent> {
  const { email, teamIds = [] } = given;
  for (const teamId of teamIds) await requireTeam(tx, teamId);
  await refuseTaken(tx, agents, "email", email, known.id);
  const patch = Object.fromEntries(
    Object.entries(given).filter(([field, value]) => value !== undefined && isChanged(known, field, value)),
  );
  if (Object.keys(patch).length === 0) return known;
  tx.emit("agent.updated", {}, { agentId: known.id, fields: Object.keys(patch) });
  return tx.update(agents, known, patch);
}

function isChanged(agent: Agent, field: string, value: unknown): boolean {
  const held: unknown = Object.entries(agent).find(([name]) => name === field)?.[1];
  return JSON.stringify(held) !== JSON.stringify(value);
}

async function insertAgent(tx: Transaction, values: z.output<typeof createInput>): Promise<Agent> {
  for (const teamId of values.teamIds) await requireTeam(tx, teamId);
  await refuseTaken(tx, agents, "email", values.email);
  await refuseTaken(tx, agents, "hostId", values.hostId);
  const agent = tx.insert(agents, { ...values, active: true, presence: "offline" });
  tx.emit("agent.created", {}, { agentId: agent.id });
  return agent;
}

export function agentsRoom() {
  const room: Room = { tables: [agents, teams] };

  const bind = (context: Context) => ({
    create: async (input: z.input<typeof createInput>): Promise<Agent> => {
      await authorize(context, "agents.write");
      const values = parseInput(createInput, input, "agents.create");
      return transact(context, (tx) => insertAgent(tx, values));
    },

    /**
     * The agent with this `hostId`: changed to what is given, or created. Calling it at every start changes nothing.
     * @throws SupportError ALREADY_EXISTS when another agent has the email.
     */
    upsert: async (input: z.input<typeof upsertInput>): Promise<Agent> => {
      await authorize(context, "agents.write");
      const values = parseInput(upsertInput, input, "agents.upsert");
      return transact(context, (tx) => upsert(tx, values));
    },

    /**
     * Changes an agent. Open cases of one who is deactivated (`active: false`) go back to the unassigned ones of their
     * team, by a job.
     */
    update: async (input: z.input<typeof updateInput>): Promise<Agent> => {
      await authorize(context, "agents.write");
      const { agentId, ...changes } = parseInput(updateInput, input, "agents.update");
      return transact(context, async (tx) => {
        for (const teamId of changes.teamIds ?? []) await requireTeam(tx, teamId);
        await refuseTaken(tx, agents, "email", changes.email, agentId);
        await refuseTaken(tx, agents, "hostId", changes.hostId, agentId);
        const patch = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
        tx.emit("agent.updated", {}, { agentId, fields: Object.keys(patch) });
        const gone = changes.active === false ? { presence: "offline" as const, presenceAt: tx.now } : {};
        return tx.update(agents, await requireAgent(tx, agentId), { ...patch, ...gone });
      });
    },

    /** Says whether the agent is there. An agent may say so of itself without a further permission. */
    setPresence: async (agentId: string, presence: z.input<typeof presences>): Promise<Agent> => {
      parseId(agentId, "agents.setPresence");
      const isOwn = context.actor.kind === "agent" && context.actor.id === agentId;
      if (!isOwn) await authorize(context, "agents.write");
      const to = parseInput(presences, presence, "agents.setPresence");
      return transact(context, async (tx) => {
        const agent = await requireAgent(tx, agentId);
        if (!agent.active && isOwn) throw forbidden(context, "agents.write");
        if (agent.presence === to) return agent;
        tx.emit("agent.presenceChanged", {}, { agentId, from: agent.presence, to });
        return tx.update(agents, agent, { presence: to, presenceAt: tx.now });
      });
    },

    /** @throws SupportError NOT_FOUND */
    get: async (agentId: string): Promise<Agent> => {
      await authorize(context, "agents.read");
      return transact(context, (tx) => requireAgent(tx, parseId(agentId, "agents.get")));
    },

    list: async (): Promise<readonly Agent[]> => {
      await authorize(context, "agents.read");
      return transact(context, (tx) => tx.find(agents, { limit: 1_000 }));
    },

    createTeam: async (input: { readonly name: string }): Promise<Team> => {
      await authorize(context, "agents.write");
      const { name } = parseInput(
        z.strictObject({ name: lineInput(200).min(1) }),
        input,
        "agents.createTeam",
      );
      return transact(context, async (tx) => {
        await refuseTaken(tx, teams, "name", name);
        return tx.insert(teams, { name });
      });
    },

    listTeams: async (): Promise<readonly Team[]> => {
      await authorize(context, "agents.read");
      return transact(context, (tx) => tx.find(teams, { limit: 1_000 }));
    },
  });

  return { ...room, bind };
}

export type AgentsFacade = ReturnType<ReturnType<typeof agentsRoom>["bind"]>;
