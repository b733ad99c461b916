import "./events.ts";

export type { MacroRunner } from "./actions.ts";
export type { Clock as SlaClock, ClockEntry as SlaClockEntry, ClockState as SlaClockState } from "./clock.ts";
export type { ListedCalendar, ListedPolicy } from "./commands.ts";
export { formatDuration, parseDuration } from "./duration.ts";
export type { Audience, ClockFacts, SlaOccasion } from "./events.ts";
export type { ExplainedClock, ExplainedMoment, ExplainedStretch, Explanation } from "./explain.ts";
export { type Metric, type MetricRule, metricRules, metrics } from "./metrics.ts";
export { nextDeadlines } from "./nextDeadline.ts";
export type { Outcome as SlaOutcome } from "./outcome.ts";
export type { SlaAction, SlaCalendars, SlaDefinitions, SlaPolicy, SlaTarget } from "./policy.ts";
export { presets } from "./presets.ts";
export { type Recompute, type RecomputeProgress, slaRecomputes } from "./recompute.ts";
export type { SlaReportQuery, SlaReportRow } from "./report.ts";
export { firstReplyDeadline, type SlaDeps, type SlaFacade, type SlaOptions, slaRoom } from "./room.ts";
export { type ClockRow, slaClocks } from "./schema.ts";
export type { SimulatedChange, SimulateInput, Simulation } from "./simulate.ts";
export { metricWords } from "./wording.ts";
