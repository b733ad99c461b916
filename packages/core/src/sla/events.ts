import type { Instant } from "../ports/index.ts";
import type { Metric } from "./metrics.ts";

/** What every event about a clock tells. */
export interface ClockFacts {
  readonly clockId: string;
  readonly caseId: string;
  readonly policyId: string;
  readonly metric: Metric;
  /** When it happened by the rules; a warning or breach may have been noticed later. */
  readonly at: Instant;
  /** Counted time up to then, in milliseconds. */
  readonly countedMs: number;
  readonly targetMs: number;
  /** A code: the status category, `opened`, `replied`, `reopened`, `policy` ... Of a warning: which, as written. */
  readonly because: string;
}

/** Who is to be told. */
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
    /** An action of a policy asks for people to be told. */
    "sla.notificationRequested": SlaOccasion & { readonly whom: Audience };
    "sla.definitionsChanged": { readonly revision: number };
  }
}

/** What an action answers. */
export interface SlaOccasion {
  readonly clockId: string;
  readonly caseId: string;
  readonly metric: Metric;
  readonly on: "warning" | "breach";
}
