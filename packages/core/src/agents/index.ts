export {
  activeOrNobody,
  activeTeamOrNone,
  requireActiveAgent,
  requireActiveTeam,
} from "./assignable.ts";
export { grantOf } from "./grants.ts";
export { agentsRoom } from "./room.ts";
export { type Agent, type AgentRow, agents, type Team, teams } from "./schema.ts";
