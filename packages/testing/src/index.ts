export { type FakeClock, fakeClock } from "./fakeClock.ts";
export { seededRandom } from "./seededRandom.ts";
