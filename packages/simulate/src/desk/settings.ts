import type { SupportOptions } from "@heedkit/core";

const minuteMs = 60_000;

export const leaseMs = minuteMs;

/** The simulated desk: targets short enough for warnings and breaches within half an hour. */
export const deskSettings: Partial<SupportOptions> = {
  worker: { leaseMs, pollMs: 20_000, concurrency: 3, drainMs: 10_000, backoffLimitMs: minuteMs },
  // About twenty minutes.
  cases: { closeSolvedAfterDays: 0.014 },
  sla: {
    policies: [
      {
        id: "standard",
        default: true,
        warnings: ["2m", "50%"],
        onWarning: [{ do: "event", name: "warned" }],
        onBreach: [{ do: "raisePriority" }],
        targets: [
          { metric: "first_reply", within: "8m" },
          { metric: "first_reply", within: "4m", priority: "urgent" },
          { metric: "next_reply", within: "10m" },
          { metric: "requester_wait", within: "20m" },
        ],
      },
    ],
  },
};
