import "./events.ts";

export type { Calendar } from "./calendars/view.ts";
export type { ClockEntry as SlaClockEntry, ClockState as SlaClockState } from "./clock.ts";
export { formatDuration, parseDuration } from "./duration.ts";
export type { Audience, ClockFacts, SlaOccasion } from "./events.ts";
export type { ExplainedClock, ExplainedMoment, ExplainedStretch, Explanation } from "./explained.ts";
export { type Metric, type MetricRule, metricRules, metrics } from "./metrics.ts";
export type { Outcome as SlaOutcome } from "./outcome.ts";
export type { Policy } from "./policies/view.ts";
export type { SlaAction, SlaCalendars, SlaDefinitions, SlaPolicy, SlaTarget } from "./policy.ts";
export { presets } from "./presets.ts";
export type { RecomputeProgress } from "./queries/recomputeProgress.ts";
export type { SlaReportRow } from "./queries/report.ts";
export type { SimulateInput, Simulation } from "./queries/simulate.ts";
export { type SlaOptions, slaRoom } from "./room.ts";
export { type ClockRow, type SlaClock, slaClocks } from "./schema.ts";
export type { SimulatedChange } from "./tally.ts";
export { metricWords } from "./wording.ts";
