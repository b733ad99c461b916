export { optionProblems } from "./optionProblems.ts";
export { connectionOptions, serverUrl } from "./serverOptions.ts";
export { unusableEngine, unusableLive } from "./unusable.ts";
export { withoutCommand } from "./withoutCommand.ts";
