export { positionSweep } from "./assignPositions.ts";
export {
  type FollowedEvents,
  followEvents,
  followInput,
  type PositionedEvent,
} from "./follow.ts";
export { eventCommits, eventPages } from "./tables.ts";
