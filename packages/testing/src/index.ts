export { blobsSuite } from "./blobs/blobsSuite.ts";
export type { BlobsSuiteOptions, BlobsWorld } from "./blobs/options.ts";
export { channelSuite } from "./channel/channelSuite.ts";
export type {
  ChannelProvider,
  ChannelSuiteOptions,
  InboundProvider,
  ProviderMood,
  SampleMessage,
} from "./channel/options.ts";
export { type CheckResult, type RunChecksOptions, runChecks } from "./checks/runChecks.ts";
export { deskSuite } from "./desk/deskSuite.ts";
export type { DeskSuiteOptions } from "./desk/options.ts";
export { engineSuite } from "./engine/engineSuite.ts";
export type { EngineSuiteOptions, TestQueue } from "./engine/options.ts";
export { type FakeClock, fakeClock } from "./fakeClock.ts";
export { liveSuite } from "./live/liveSuite.ts";
export type { LiveSuiteOptions, LiveWorld } from "./live/options.ts";
export { migrationSuite } from "./migration/migrationSuite.ts";
export type { MigrationSuiteOptions } from "./migration/options.ts";
export { seededRandom } from "./seededRandom.ts";
export type { HostTransaction, StorageSuiteOptions } from "./storage/options.ts";
export { storageSuite } from "./storage/storageSuite.ts";
