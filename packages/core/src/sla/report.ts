import * as z from "zod";
import { authorize, type Context, instantInput, parseInput } from "../kernel/index.ts";
import type { Filter } from "../ports/index.ts";
import { type Metric, metrics } from "./metrics.ts";
import { attainment, decidedAt, outcomeOf, quantile } from "./outcome.ts";
import { type ClockRow, slaClocks } from "./schema.ts";

const reportQuery = z.strictObject({
  /** Counted in, epoch milliseconds. */
  from: instantInput,
  /** Counted out. */
  to: instantInput,
  /** What to set apart beside the metric. Default: nothing. */
  by: z.enum(["metric", "channel", "team", "agent", "priority", "policy"]).default("metric"),
  /** Default: every metric. */
  metric: z.exactOptional(z.enum(metrics)),
});

export type SlaReportQuery = z.input<typeof reportQuery>;

export interface SlaReportRow {
  readonly metric: Metric;
  /** Of `by`: channel kind, team id, agent id, priority or policy id as they were when it was decided; null for none. */
  readonly group: string | null;
  readonly met: number;
  readonly missed: number;
  /** Share of promises kept, 0 to 1. */
  readonly attainment: number | null;
  /** Time until it was fulfilled, counted by the target's calendar, in milliseconds; of those fulfilled. */
  readonly counted: { readonly median: number | null; readonly p90: number | null };
  /** The same stretches by the clock on the wall. */
  readonly elapsed: { readonly median: number | null; readonly p90: number | null };
}

interface Bucket {
  readonly metric: Metric;
  readonly group: string | null;
  met: number;
  missed: number;
  readonly counted: number[];
  readonly elapsed: number[];
}

/**
 * How promises were kept that were met or missed in a period. A missed one belongs to the moment it was missed.
 * Cancelled clocks count only where they were missed before.
 */
export async function report(context: Context, query: SlaReportQuery): Promise<readonly SlaReportRow[]> {
  const { from, to, by, metric } = parseInput(reportQuery, query, "sla.report");
  await authorize(context, "sla.read");
  const buckets = new Map<string, Bucket>();
  for await (const clock of decidedBetween(context, from, to)) {
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
}

const groupOf: Readonly<Record<string, (clock: ClockRow) => string | null>> & {
  readonly [By in z.output<typeof reportQuery>["by"]]: (clock: ClockRow) => string | null;
} = {
  metric: () => null,
  channel: ({ channelKind }) => channelKind,
  team: ({ teamId }) => teamId,
  agent: ({ assigneeId }) => assigneeId,
  priority: ({ priority }) => priority,
  policy: ({ policyId }) => policyId,
};

/** Clocks that were met or missed in a period, each once. */
async function* decidedBetween(context: Context, from: number, to: number): AsyncGenerator<ClockRow> {
  for (const field of ["endedAt", "breachedAt"] as const) {
    const within: Filter<ClockRow> = {
      and: [
        { field: "tenantId", is: context.tenantId },
        { field, atLeast: from },
        { field, below: to },
      ],
    };
    for await (const clock of pages(context, within, field)) {
      const decided = decidedAt(clock);
      // One that was missed has both instants and is found by the one at which it was missed.
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
  { storage }: Context,
  where: Filter<ClockRow>,
  field: "endedAt" | "breachedAt",
): AsyncGenerator<ClockRow> {
  let last: ClockRow | undefined;
  do {
    const after = last === undefined ? {} : { after: [last[field], last.id] };
    const page = await storage.find(slaClocks, { where, orderBy: [{ field }], limit: 1_000, ...after });
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
