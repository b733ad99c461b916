import * as z from "zod";
import { defineQuery, instantInput, type Read, shape } from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { type Metric, metrics } from "../metrics.ts";
import { attainment, decidedAt, outcomeOf, quantile } from "../outcome.ts";
import { type ClockRow, slaClocks } from "../schema.ts";

const input = z.strictObject({
  from: instantInput.describe("Inclusive start, epoch milliseconds."),
  to: instantInput.describe("Exclusive end, epoch milliseconds."),
  by: z
    .enum(["metric", "channel", "team", "agent", "priority", "policy"])
    .default("metric")
    .describe("What to group by besides the metric. Default: nothing."),
  metric: z.exactOptional(z.enum(metrics)).describe("Default: every metric."),
});

const times = z.object({ median: z.number().nullable(), p90: z.number().nullable() });

const reportRow = z.object({
  metric: z.enum(metrics),
  group: z
    .string()
    .nullable()
    .describe(
      "The value of `by` (channel kind, team id, agent id, priority or policy id) when the clock ended; null for none.",
    ),
  met: z.int(),
  missed: z.int(),
  attainment: z.number().nullable().describe("Share of targets met, 0 to 1."),
  counted: times.describe(
    "Time to fulfilment by the target's calendar, in milliseconds. Only fulfilled clocks count.",
  ),
  elapsed: times.describe("The same in elapsed time."),
});

/** The attainment of one metric. */
export interface SlaReportRow extends Readonly<z.output<typeof reportRow>> {}

interface Bucket {
  readonly metric: Metric;
  readonly group: string | null;
  met: number;
  missed: number;
  readonly counted: number[];
  readonly elapsed: number[];
}

/**
 * Reports SLA attainment in a period. Counts clocks that were met or missed in it. A missed clock counts at the time it
 * was missed. Cancelled clocks count only if they were missed before.
 */
export const report = defineQuery({
  name: "sla.report",
  summary: "Reports SLA attainment in a period.",
  input,
  output: shape("SlaReport", z.array(reportRow).readonly()),
  access: { permission: "sla.read" },
  http: "GET /sla/report",
  async run(read, { from, to, by, metric }): Promise<readonly SlaReportRow[]> {
    const buckets = new Map<string, Bucket>();
    for await (const clock of decidedBetween(read, from, to)) {
      if (metric !== undefined && clock.metric !== metric) continue;
      const group = groupOf[by](clock);
      const key = `${clock.metric} ${group}`;
      const bucket = buckets.get(key) ?? emptyBucket(clock.metric, group);
      buckets.set(key, bucket);
      if (outcomeOf(clock) === "met") bucket.met++;
      else bucket.missed++;
      if (clock.state !== "fulfilled") continue;
      bucket.counted.push(clock.countedMs);
      bucket.elapsed.push(clock.elapsedMs);
    }
    return [...buckets.values()].map(rowOf).sort(inOrder);
  },
});

const groupOf: Readonly<Record<string, (clock: ClockRow) => string | null>> & {
  readonly [By in z.output<typeof input>["by"]]: (clock: ClockRow) => string | null;
} = {
  metric: () => null,
  channel: ({ channelKind }) => channelKind,
  team: ({ teamId }) => teamId,
  agent: ({ assigneeId }) => assigneeId,
  priority: ({ priority }) => priority,
  policy: ({ policyId }) => policyId,
};

/** Clocks that were met or missed in a period, each once. */
async function* decidedBetween(read: Read, from: number, to: number): AsyncGenerator<ClockRow> {
  for (const field of ["endedAt", "breachedAt"] as const) {
    const within: Filter<ClockRow> = {
      and: [
        { field, atLeast: from },
        { field, below: to },
      ],
    };
    for await (const clock of pages(read, within, field)) {
      const decided = decidedAt(clock);
      // A missed clock has both times and is found by when it was missed.
      if (
        decided !== null &&
        decided === clock[field] &&
        (field === "breachedAt" || clock.breachedAt === null)
      )
        yield clock;
    }
  }
}

async function* pages(
  read: Read,
  where: Filter<ClockRow>,
  field: "endedAt" | "breachedAt",
): AsyncGenerator<ClockRow> {
  let last: ClockRow | undefined;
  do {
    const after = last === undefined ? {} : { after: [last[field], last.id] };
    const page = await read.find(slaClocks, { where, orderBy: [{ field }], limit: 1_000, ...after });
    yield* page;
    last = page.length < 1_000 ? undefined : page.at(-1);
  } while (last !== undefined);
}

function emptyBucket(metric: Metric, group: string | null): Bucket {
  return { metric, group, met: 0, missed: 0, counted: [], elapsed: [] };
}

function rowOf({ metric, group, met, missed, counted, elapsed }: Bucket): SlaReportRow {
  const times = (values: readonly number[]) => ({
    median: quantile(values, 0.5),
    p90: quantile(values, 0.9),
  });
  return {
    ...{ metric, group, met, missed },
    attainment: attainment(met, missed),
    counted: times(counted),
    elapsed: times(elapsed),
  };
}

function inOrder(left: SlaReportRow, right: SlaReportRow): number {
  return (
    metrics.indexOf(left.metric) - metrics.indexOf(right.metric) ||
    (left.group ?? "").localeCompare(right.group ?? "")
  );
}
