export { positionSweep } from "./assignPositions.ts";
export {
  type FollowedEvents,
  type FollowInput,
  followEvents,
  type PositionedEvent,
} from "./follow.ts";
export { eventCommits, eventPages } from "./tables.ts";
