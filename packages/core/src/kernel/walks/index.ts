export { walks } from "./schema.ts";
export {
  cancelWalk,
  resumeWalk,
  type StartWalkInput,
  startWalk,
  type WalkKey,
  type WalkProgress,
  walkProgress,
} from "./starting.ts";
export { checkWalks, defineWalk, type Walk, type WalkData, type WalkRunner } from "./walk.ts";
export { walkJobs } from "./walkJobs.ts";
