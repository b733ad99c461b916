export { type WalkRow, walks } from "./schema.ts";
export {
  cancelWalk,
  requireWalk,
  resumeWalk,
  type StartWalkInput,
  startWalk,
  type WalkKey,
} from "./starting.ts";
export {
  checkWalks,
  defineWalk,
  type OwnedWalk,
  type Walk,
  type WalkData,
  type WalkRunner,
  type Walks,
  walksState,
} from "./walk.ts";
export { walkJobs } from "./walkJobs.ts";
