export { type StartedWalk, walkView } from "./schema.ts";
