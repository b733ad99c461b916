import type { Explanation } from "../sla/index.ts";

/** Pixels of the drawing. */
export const size = { width: 960, left: 176, right: 24, top: 72, row: 76, bar: 22, bottom: 48 } as const;

/** Maps instants to the horizontal axis. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  x(instant: number): number;
}

/** The span of all stretches, deadlines and moments of an explanation, with a small margin. */
export function scaleOf({ clocks, now }: Explanation): Scale {
  const instants = clocks.flatMap((clock) => [
    clock.startedAt,
    clock.until,
    ...(clock.deadline === null ? [] : [clock.deadline]),
    ...clock.moments.map(({ at }) => at),
  ]);
  const from = Math.min(...instants, clocks.length === 0 ? now : Number.POSITIVE_INFINITY);
  const last = Math.max(...instants, clocks.length === 0 ? now : Number.NEGATIVE_INFINITY);
  const to = last + Math.max(60_000, (last - from) * 0.02);
  const width = size.width - size.left - size.right;
  return { from, to, x: (instant) => round(size.left + ((instant - from) / (to - from)) * width) };
}

const steps = [1, 5, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080, 40_320].map(
  (minutes) => minutes * 60_000,
);

/** Axis ticks at whole hours or days, at most ten. */
export function ticksOf({ from, to }: Scale): readonly number[] {
  const step = steps.find((candidate) => (to - from) / candidate <= 10) ?? (to - from) / 10;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
