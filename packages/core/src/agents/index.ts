export {
  activeOrNobody,
  activeTeamOrNone,
  requireActiveAgent,
  requireActiveTeam,
} from "./assignable.ts";
export { grantOf } from "./grants.ts";
export { type RoleBook, roleBook, rolesState } from "./roles/book.ts";
export type { Role } from "./roles/schema.ts";
export { agentsRoom } from "./room.ts";
export { type Agent, type AgentRow, agents, type Team, teams } from "./schema.ts";
