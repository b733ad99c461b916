export { blobName } from "./blobName.ts";
export { callsAtMost } from "./callsAtMost.ts";
export { optionProblems } from "./optionProblems.ts";
export { connectionOptions, serverUrl } from "./serverOptions.ts";
export { unusableBlobs, unusableEngine, unusableLive } from "./unusable.ts";
export { withoutCommand } from "./withoutCommand.ts";
