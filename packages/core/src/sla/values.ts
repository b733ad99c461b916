export { formatDuration, parseDuration } from "./duration.ts";
export { metricRules, metrics } from "./metrics.ts";
export { presets } from "./presets.ts";
export { metricWords } from "./wording.ts";
