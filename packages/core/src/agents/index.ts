export { type AgentsFacade, agentsRoom, grantOf, requireAgent, requireTeam } from "./room.ts";
export { type Agent, agents, type Team, teams } from "./schema.ts";
