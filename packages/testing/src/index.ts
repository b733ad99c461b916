export { deskSuite } from "./desk/deskSuite.ts";
export type { DeskSuiteOptions } from "./desk/options.ts";
export { type FakeClock, fakeClock } from "./fakeClock.ts";
export { seededRandom } from "./seededRandom.ts";
