export { refuseUnknownKeys } from "./keys.ts";
export { type WalkRow, walks } from "./schema.ts";
export {
  beginWalk,
  cancelWalk,
  findWalk,
  newWalk,
  requireWalk,
  resumeWalk,
  type StartWalkInput,
  startWalk,
  type WalkKey,
} from "./starting.ts";
export {
  checkWalks,
  defineRepeatedWalk,
  defineWalk,
  type OwnedWalk,
  type Walk,
  type WalkData,
  type WalkRunner,
  type Walks,
  walksState,
} from "./walk.ts";
export { enqueueStep, type OnWalkDone, walkJobs } from "./walkJobs.ts";
