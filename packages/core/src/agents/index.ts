export { activeOrNobody, requireActiveAgent, requireTeam } from "./assignable.ts";
export { type AgentsFacade, agentsRoom, grantOf } from "./room.ts";
export { type Agent, agents, type Team, teams } from "./schema.ts";
