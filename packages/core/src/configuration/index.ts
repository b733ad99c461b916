export { collect } from "./collect.ts";
export { expectation, issueProblems } from "./issueProblems.ts";
export { callable, milliseconds, unique } from "./kinds.ts";
export { isObject, port, problemsFound, versionProblems, whyUnmade } from "./ports.ts";
export { type OptionShape, readOptions } from "./readOptions.ts";
export { refusal, refuseProblems } from "./refusal.ts";
