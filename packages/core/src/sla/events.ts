import type { Instant } from "../ports/index.ts";
import type { Metric } from "./metrics.ts";

/** The common data of all events about clocks. */
export interface ClockFacts {
  readonly clockId: string;
  readonly caseId: string;
  readonly policyId: string;
  readonly metric: Metric;
  /** When it happened by the rules; a warning or breach may have been noticed later. */
  readonly at: Instant;
  /** Counted time until then, in milliseconds. */
  readonly countedMs: number;
  readonly targetMs: number;
  /**
   * A code: the status category, `opened`, `replied`, `reopened`, `policy` ... For a warning: which one, as written.
   */
  readonly because: string;
}

/** Who to notify. */
export type Audience = "assignee" | "team" | "followers" | { readonly agentIds: readonly string[] };

declare module "../kernel/events.ts" {
  interface CoreEvents {
    "sla.activated": ClockFacts & { readonly deadline: Instant | null };
    "sla.paused": ClockFacts;
    "sla.resumed": ClockFacts & { readonly deadline: Instant | null };
    /** `met`: before the target was missed. */
    "sla.fulfilled": ClockFacts & { readonly met: boolean };
    "sla.warned": ClockFacts & { readonly deadline: Instant | null };
    "sla.breached": ClockFacts;
    "sla.retargeted": ClockFacts & { readonly deadline: Instant | null };
    "sla.cancelled": ClockFacts;
    /** An action of a policy, under the host's own name. */
    "sla.signalled": SlaOccasion & { readonly name: string };
    /** An action of a policy that asks for people to be notified. */
    "sla.notificationRequested": SlaOccasion & { readonly whom: Audience };
    "sla.definitionsChanged": { readonly revision: number };
  }
}

/** The warning or breach that triggered an action. */
export interface SlaOccasion {
  readonly clockId: string;
  readonly caseId: string;
  readonly metric: Metric;
  readonly on: "warning" | "breach";
}
