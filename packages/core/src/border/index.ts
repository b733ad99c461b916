export { guardFacade } from "./guardFacade.ts";
export { guardPlugin } from "./guardPlugin.ts";
export {
  guardBlobs,
  guardClock,
  guardIds,
  guardLive,
  guardRandom,
} from "./guardPorts.ts";
export { guardStorage } from "./guardStorage.ts";
export { requirePlainTables } from "./plainTables.ts";
