import type { Actor, Scope } from "@heedkit/core";
import type { Furniture } from "../harness/furnish.ts";
import type { AnyDesk } from "../harness/openDesk.ts";
import { aboutCases } from "../scopes.ts";

/** Callers of one kind, by what the furniture is to them. */
export interface Standing {
  /** To whom it belongs, as far as anything can belong to such a caller. */
  readonly own: Actor;
  /** To whom none of it belongs. */
  readonly other: Actor;
  /** At home in another tenant. */
  readonly elsewhere: Actor;
}

/** A column of the table. */
export interface Caller {
  readonly name: string;
  /** Customers and visitors, who may be told nothing of what belongs to others. */
  readonly isOutsider?: true;
  /** When everything is removed, they are removed from the case: they may be told nothing of it any more. */
  readonly isShutOut?: true;
  /** Gives the furniture of a desk to one of them. */
  settle(home: AnyDesk, elsewhere: AnyDesk, ids: Furniture): Promise<Standing>;
}

const visitor = (id: string) => ({ kind: "anonymous", id }) as const;
const customer = ({ id }: { readonly id: string }) => ({ kind: "customer", id }) as const;

export const callers: readonly Caller[] = [
  { name: "host", settle: everywhere({ kind: "host", id: null }) },
  { name: "system", settle: everywhere({ kind: "system", id: "sla" }) },
  { name: "admin", settle: agents(() => "admin") },
  { name: "agent", settle: agents(() => "agent") },
  { name: "collaborator", settle: agents(() => "collaborator") },
  { name: "own", settle: agents(narrowedTo("own")) },
  { name: "team", settle: agents(narrowedTo("team")) },
  { name: "none", settle: agents(withoutPermissions) },
  {
    name: "left",
    async settle(home, elsewhere, ids) {
      const standing = await agents(() => "admin")(home, elsewhere, ids);
      await leave(home, standing.own);
      await leave(home, standing.other);
      await leave(elsewhere, standing.elsewhere);
      return standing;
    },
  },
  { name: "bot", settle: everywhere({ kind: "bot", id: "helper" }) },
  { name: "customer", isOutsider: true, settle: customers(({ customerId }) => customerId) },
  {
    name: "copied",
    isOutsider: true,
    isShutOut: true,
    settle: customers(({ participantId }) => participantId),
  },
  {
    name: "anonymous",
    isOutsider: true,
    async settle(home, elsewhere, { customerId }) {
      const identity = { kind: "visitor", value: "visit_1" };
      await home.customers.attachIdentity({ customerId, ...identity });
      await elsewhere.customers.create({ identities: [identity] });
      return { own: visitor("visit_1"), other: visitor("visit_2"), elsewhere: visitor("visit_1") };
    },
  },
];

function customers(ownId: (ids: Furniture) => string): Caller["settle"] {
  return async (home, elsewhere, ids) => ({
    own: customer({ id: ownId(ids) }),
    other: customer(await home.customers.create({ hostId: "other" })),
    elsewhere: customer(await elsewhere.customers.create({ hostId: "far" })),
  });
}

function everywhere(actor: Actor): Caller["settle"] {
  return async () => ({ own: actor, other: actor, elsewhere: actor });
}

/** An agent to whom the cases are assigned, a colleague with the same role, and one elsewhere. */
function agents(roleOn: (desk: AnyDesk) => Promise<string> | string): Caller["settle"] {
  return async (home, elsewhere, { agentId, teamId, caseId, otherCaseId }) => {
    const role = await roleOn(home);
    // Nobody else is in the team of the cases, and this agent is in no other.
    await home.agents.update({ agentId, role, teamIds: role === "only_team" ? [teamId] : [] });
    const to = role === "only_team" ? { teamId } : { assigneeId: agentId };
    for (const id of [caseId, otherCaseId]) await home.cases.assign({ caseId: id, ...to });
    const other = await home.agents.create({ name: "Other", role });
    const far = await elsewhere.agents.create({ name: "Far", role: await roleOn(elsewhere) });
    return {
      own: { kind: "agent", id: agentId },
      other: { kind: "agent", id: other.id },
      elsewhere: { kind: "agent", id: far.id },
    };
  };
}

async function leave(desk: AnyDesk, { id }: Actor): Promise<void> {
  if (id !== null) await desk.agents.update({ agentId: id, active: false });
}

async function withoutPermissions({ roles }: AnyDesk): Promise<string> {
  return (await roles.create({ key: "nothing", label: "Nothing" })).key;
}

/** A role with every permission, those about cases for a scope. */
function narrowedTo(scope: Scope) {
  return async (desk: AnyDesk): Promise<string> => {
    const { permissions } = await desk.roles.get({ key: "admin" });
    const narrowed = Object.fromEntries(aboutCases.map((permission) => [permission, scope]));
    const { key } = await desk.roles.create({
      key: `only_${scope}`,
      label: scope,
      permissions: { ...permissions, ...narrowed },
    });
    return key;
  };
}
