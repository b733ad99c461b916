import * as z from "zod";
import { defineTable, defineView, instant, named, type StaffOf } from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";
import { signature } from "../signatures/index.ts";

export const presences = z.enum(["online", "away", "offline"]);

export const agents = defineTable("agents", {
  comment: "People who answer cases.",
  idPrefix: "agt",
  fields: {
    name: z.string(),
    email: z.string().nullable(),
    hostId: z.string().nullable().describe("The agent's id in the host application."),
    role: z.string().describe("Key of a role, built in or made at run time."),
    active: z
      .boolean()
      .describe("False for an agent who has left: the row stays, and the agent can do nothing."),
    locale: z.string().nullable(),
    timeZone: z.string().nullable(),
    presence: presences,
    presenceAt: instant().nullable(),
    capacity: z.int().describe("How much work the agent takes at once, in routing weights."),
    teamIds: z.array(z.string()),
    signature: signature.nullable().describe("What ends the messages that the agent writes, in Liquid."),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { email: ["email"], hostId: ["hostId"] },
  search: ["name", "email"],
  personal: {
    subject: { agent: "id" },
    columns: {
      ...({
        name: "erase",
        email: "erase",
        hostId: "erase",
        locale: "erase",
        timeZone: "erase",
        signature: "erase",
      } as const),
      role: "none",
    },
  },
});

export const teams = defineTable("teams", {
  comment: "Groups of agents that cases are assigned to.",
  idPrefix: "tem",
  fields: {
    name: z.string(),
    archivedAt: instant().nullable().describe("Since then it can't be given anything."),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { name: ["name"] },
  search: ["name"],
  personal: "none",
});

export interface AgentRow extends RowOf<typeof agents> {}
export interface TeamRow extends RowOf<typeof teams> {}

const agentColumns = defineView("Agent", agents, { customer: null });
const teamColumns = defineView("Team", teams, { customer: null });

/** Somebody who answers customers. */
export interface Agent extends StaffOf<typeof agentColumns> {}
/** A group of agents that cases are assigned to. */
export interface Team extends StaffOf<typeof teamColumns> {}

export const agentView = named<Agent, never>()(agentColumns);
export const teamView = named<Team, never>()(teamColumns);

declare module "../kernel/events.ts" {
  interface CoreEvents {
    "agent.created": { readonly agentId: string };
    "agent.updated": { readonly agentId: string; readonly fields: readonly string[] };
    "team.created": { readonly teamId: string };
    "team.updated": { readonly teamId: string; readonly fields: readonly string[] };
    "agent.presenceChanged": { readonly agentId: string; readonly from: string; readonly to: string };
  }
}
