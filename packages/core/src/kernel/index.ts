export {
  type Actor,
  type BuiltInRole,
  type CorePermissions,
  hostActor,
  type Permission,
  type Permissions,
  rolePermissions,
} from "./actors.ts";
export { mostDaysAhead, requireAhead } from "./ahead.ts";
export { type AskedSources, askSources, type FailedSource, failedSources } from "./askSources.ts";
export { authorize, forbidden } from "./authorize.ts";
export { blobJobs } from "./blobJobs.ts";
export { answered, type Bound, bounded, endedWithin, type PortBound } from "./bounded.ts";
export {
  bounds,
  idInput,
  instantInput,
  listOf,
  namedValues,
  recordInput,
  versionInput,
} from "./bounds.ts";
export { type ActingKind, type Code, type ErrorTraits, inCode } from "./code.ts";
export type { Context } from "./context.ts";
export { discardDeadLetter, replayDeadLetter } from "./deadLetters.ts";
export {
  type DefinitionsCache,
  type DefinitionsRead,
  type DefinitionsSource,
  definitionsCache,
} from "./definitionsCache.ts";
export { type Derivation, defineDerivation, type RowChange } from "./derivations.ts";
export type { EventListener, SupportEmitter } from "./emitter.ts";
export {
  type CoreEvents,
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
  followEvents,
  followInput,
  type PositionedEvent,
  positionSweep,
} from "./feed/index.ts";
export { findAll } from "./findAll.ts";
export {
  type Asking,
  coversScope,
  type Grant,
  type Grants,
  type Scope,
  scopeIn,
  scopes,
  wholeTenant,
} from "./grants.ts";
export { hex } from "./hex.ts";
export { digest, idempotencyKeys, transactOnce } from "./idempotency.ts";
export { typeIds } from "./ids.ts";
export { inProcessLive } from "./inProcessLive.ts";
export { cursorSchema, limitSchema, parseId, parseInput } from "./input.ts";
export { install } from "./install.ts";
export type { JobHandler, JobHandlers, JobRun, RoomJobHandlers, RoomJobRun } from "./jobHandlers.ts";
export { isAlive, type JobRow, jobs } from "./jobTable.ts";
export { createKernel, type Kernel, type KernelPorts } from "./kernel.ts";
export { kernelTables } from "./kernelTables.ts";
export { jobLanes } from "./lanes.ts";
export type { LiveTopics } from "./liveTopics.ts";
export {
  defineMigration,
  isMigrated,
  type Migration,
  migrationStarts,
  type OneMigration,
  type PluginMigrations,
  type RowMigration,
} from "./migrations/index.ts";
export * from "./operations/index.ts";
export { parseActor } from "./parseActor.ts";
export {
  type PersonalColumn,
  type PersonalData,
  type PersonalDataOf,
  type PersonalNaming,
  type PersonalSubject,
  type PersonalTable,
  type PersonalTreatment,
  personalDataOf,
  personalDataProblems,
  type WholeTreatment,
} from "./personal/index.ts";
export { jobRates, jobRatesSweep } from "./rates/index.ts";
export { defineReaction, type Phase, phases, type Reaction } from "./reactions.ts";
export { refuseTaken } from "./refuseTaken.ts";
export type { Report } from "./report.ts";
export type { Room } from "./room.ts";
export {
  type CheckedSchedule,
  checkSchedules,
  defineSchedule,
  type OwnedSchedule,
  type Schedule,
  type ScheduledTime,
  type ScheduleRow,
  scheduleRows,
  schedules,
} from "./schedules/index.ts";
export type { SourceKind, SourceLists, Sources, SourceTraits } from "./sources.ts";
export { type StateKey, stateKey, stateOf } from "./state.ts";
export { blobKey, blobs, blobsOf, requireBlobKey, stageBlob, storedBlobs } from "./storedBlobs.ts";
export { defineSweep, type Sweep, type SweepRunner, sweepRunner } from "./sweeps.ts";
export {
  bytes,
  type DefinedTable,
  defineAppendOnlyTable,
  defineTable,
  instant,
  type Versioned,
} from "./table.ts";
export { liveTopic } from "./tenantLive.ts";
export { lineInput, longTextOf, saysWords, textInput, wordsInput } from "./texts.ts";
export { type TopicListeners, type TopicListenersOptions, topicListeners } from "./topicListeners.ts";
export { transact } from "./transact.ts";
export type {
  CallOptions,
  EventOptions,
  EventSubject,
  JobKind,
  JobOptions,
  NewRow,
  Patch,
  Read,
  SupportJobs,
  Transaction,
} from "./transaction.ts";
export { cancelJob } from "./waitingJobs.ts";
export {
  beginWalk,
  cancelWalk,
  checkWalks,
  defineRepeatedWalk,
  defineWalk,
  findWalk,
  type OnWalkDone,
  type OwnedWalk,
  requireWalk,
  resumeWalk,
  type StartWalkInput,
  startWalk,
  type Walk,
  type WalkData,
  type WalkKey,
  type WalkRow,
  type WalkRunner,
  type Walks,
  walkJobs,
  walks,
  walksState,
} from "./walks/index.ts";
export { createWorker, type Worker } from "./worker.ts";
export { type WorkerOptions, workerSettings } from "./workerOptions.ts";
export { whyNotZod4 } from "./zod4.ts";
