import "./events.ts";

export type { MacroRunner } from "./actions.ts";
export type { Clock as SlaClock, ClockEntry as SlaClockEntry, ClockState as SlaClockState } from "./clock.ts";
export type { ListedCalendar, ListedPolicy } from "./commands.ts";
export { formatDuration, parseDuration } from "./duration.ts";
export type { Audience, ClockFacts, SlaOccasion } from "./events.ts";
export { type Metric, type MetricRule, metricRules, metrics } from "./metrics.ts";
export type { SlaAction, SlaCalendars, SlaDefinitions, SlaPolicy, SlaTarget } from "./policy.ts";
export { type Recompute, slaRecomputes } from "./recompute.ts";
export { firstReplyDeadline, type SlaDeps, type SlaFacade, type SlaOptions, slaRoom } from "./room.ts";
export { type ClockRow, slaClocks } from "./schema.ts";
