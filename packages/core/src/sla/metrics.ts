import type { CaseRow, StatusCategory } from "../cases/index.ts";

/** The metrics. The terms are Zendesk's; `answer` is for calls and chats. */
export const metrics = [
  "first_reply",
  "next_reply",
  "periodic_update",
  "pausable_update",
  "requester_wait",
  "agent_work",
  "first_resolution",
  "total_resolution",
  "answer",
] as const;

export type Metric = (typeof metrics)[number];

/** How a metric's clock runs. The engine knows these terms and no metric by name. */
export interface MetricRule {
  /**
   * - `opening`: with the case;
   * - `waiting`: with the oldest customer message that a first reply has not covered and nobody has answered.
   */
  readonly starts: "opening" | "waiting";
  /** `reply`: a public message by a person; `solved`: the case is solved or closed. */
  readonly stops: "reply" | "solved";
  /** Status categories in which time counts; null: all of them. */
  readonly countsWhile: readonly StatusCategory[] | null;
  /** The next one starts with the message that ended this one. */
  readonly recurs: boolean;
  /** It resumes with its sum when a solved case is reopened. */
  readonly continues: boolean;
  /** It is about somebody waiting for a person: it has no clock while a bot handles the case. */
  readonly awaitsPerson: boolean;
  /** Kinds of channels that it applies to; null: all. */
  readonly channels: readonly CaseRow["channelKind"][] | null;
}

const reply = {
  starts: "opening",
  stops: "reply",
  countsWhile: null,
  recurs: false,
  continues: false,
  awaitsPerson: true,
  channels: null,
} as const satisfies MetricRule;

const update = { ...reply, recurs: true, awaitsPerson: false } as const satisfies MetricRule;
const resolution = { ...reply, stops: "solved", awaitsPerson: false } as const satisfies MetricRule;
const unsolved = ["new", "open", "pending", "on_hold"] as const;

/** Source: Zendesk, "Defining SLA policies" and "Calculating first reply time". */
export const metricRules: Readonly<Record<Metric, MetricRule>> = {
  first_reply: reply,
  next_reply: { ...reply, starts: "waiting" },
  periodic_update: { ...update, countsWhile: unsolved },
  pausable_update: { ...update, countsWhile: ["new", "open", "on_hold"] },
  requester_wait: { ...resolution, countsWhile: ["new", "open", "on_hold"], continues: true },
  agent_work: { ...resolution, countsWhile: ["new", "open"], continues: true },
  first_resolution: { ...resolution, countsWhile: unsolved },
  total_resolution: { ...resolution, countsWhile: unsolved, continues: true },
  answer: { ...reply, channels: ["phone", "chat"] },
};

/** Whether time counts for a metric while a case is in a category. */
export function countsIn(metric: Metric, category: StatusCategory): boolean {
  const { countsWhile } = metricRules[metric];
  return countsWhile === null || countsWhile.includes(category);
}

/** Metrics whose clock may resume after it was met. */
export const continuingMetrics: readonly Metric[] = metrics.filter((metric) => metricRules[metric].continues);
