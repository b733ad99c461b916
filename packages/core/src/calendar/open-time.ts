/** Open time from `start` up to, but not at, `end`; epoch milliseconds. */
export interface OpenInterval {
  readonly start: number;
  readonly end: number;
}

/** Tells the open time of a stretch, anew each time it is asked. */
export interface OpenTimeSource {
  /** The open time in [from, to): cut to it, in order, apart from each other. */
  openTime(from: number, to: number): readonly OpenInterval[];
}

/** Cuts intervals to [from, to), orders them and joins those that overlap or touch. */
export function joined(
  intervals: readonly OpenInterval[],
  from: number,
  to: number,
): readonly OpenInterval[] {
  const result: OpenInterval[] = [];
  let start = Number.NaN;
  let end = Number.NaN;
  for (const interval of inOrder(intervals)) {
    const nextStart = Math.max(interval.start, from);
    const nextEnd = Math.min(interval.end, to);
    if (nextStart >= nextEnd) continue;
    if (nextStart <= end) {
      end = Math.max(end, nextEnd);
      continue;
    }
    if (start < end) result.push({ start, end });
    start = nextStart;
    end = nextEnd;
  }
  if (start < end) result.push({ start, end });
  return result;
}

function inOrder(intervals: readonly OpenInterval[]): readonly OpenInterval[] {
  const isOrdered = intervals.every(
    (interval, index) => (intervals[index - 1]?.start ?? -Infinity) <= interval.start,
  );
  return isOrdered ? intervals : intervals.toSorted((a, b) => a.start - b.start);
}
