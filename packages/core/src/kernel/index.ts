export {
  type Actor,
  hostActor,
  type Permission,
  type Permissions,
  type Role,
  rolePermissions,
} from "./actors.ts";
export { authorize, forbidden, type Grant, type Grants, may } from "./authorize.ts";
export { answered, type Bound, bounded, endedWithin, type PortBound } from "./bounded.ts";
export {
  bounds,
  idInput,
  instantInput,
  lineInput,
  listOf,
  namedValues,
  recordInput,
  versionInput,
} from "./bounds.ts";
export { discardDeadLetter, listDeadLetters, replayDeadLetter } from "./deadLetters.ts";
export { type Derivation, defineDerivation, type RowChange } from "./derivations.ts";
export type { EventListener, SupportEmitter } from "./emitter.ts";
export {
  type EventType,
  erasedData,
  events,
  isErased,
  type SupportEvent,
  type SupportEvents,
} from "./events.ts";
export {
  eventCommits,
  eventPages,
  type FollowedEvents,
  type FollowInput,
  followEvents,
  type PositionedEvent,
  positionSweep,
} from "./feed/index.ts";
export { hex } from "./hex.ts";
export { digest, idempotencyKeys, transactOnce } from "./idempotency.ts";
export { typeIds } from "./ids.ts";
export { inProcessLive } from "./inProcessLive.ts";
export { cursorSchema, limitSchema, parseId, parseInput } from "./input.ts";
export type { JobHandler, JobHandlers, JobRun } from "./jobHandlers.ts";
export { type JobRow, jobs } from "./jobTable.ts";
export {
  createKernel,
  type Kernel,
  type KernelPorts,
  type Reaction,
  type Reactions,
  type Report,
} from "./kernel.ts";
export { parseActor } from "./parseActor.ts";
export { jobRates, jobRatesSweep } from "./rates/index.ts";
export type { Room } from "./room.ts";
export {
  type CheckedSchedule,
  checkSchedules,
  defineSchedule,
  listSchedules,
  type Schedule,
  type ScheduledTime,
  type ScheduleRow,
  scheduleRows,
  schedules,
} from "./schedules/index.ts";
export { blobKey, blobs, blobsOf, stageBlob } from "./storedBlobs.ts";
export { defineSweep, type Sweep, type SweepRunner } from "./sweeps.ts";
export {
  bytes,
  type DefinedTable,
  defineAppendOnlyTable,
  defineTable,
  instant,
  type Versioned,
} from "./table.ts";
export { refuseTaken } from "./taken.ts";
export { type TopicListeners, type TopicListenersOptions, topicListeners } from "./topicListeners.ts";
export { type Context, transact } from "./transact.ts";
export type {
  EventOptions,
  EventSubject,
  JobKind,
  JobOptions,
  NewRow,
  Patch,
  SupportJobs,
  Transaction,
} from "./transaction.ts";
export { cancelJob, listWaitingJobs } from "./waitingJobs.ts";
export {
  cancelWalk,
  checkWalks,
  defineWalk,
  resumeWalk,
  type StartWalkInput,
  startWalk,
  type Walk,
  type WalkData,
  type WalkKey,
  type WalkProgress,
  type WalkRunner,
  walkJobs,
  walkProgress,
  walks,
} from "./walks/index.ts";
export {
  createWorker,
  defaultDrainMs,
  defaultMaxCallMs,
  defaultMaxRunMs,
  type Worker,
  type WorkerOptions,
} from "./worker.ts";
