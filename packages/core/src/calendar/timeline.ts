import type { Edges } from "./open-time.ts";

/**
 * The open time of [from, to), laid out so that an instant or an amount of business time is found by one look-up in
 * a table of buckets and, now and then, a step from there. Buckets are powers of two long, which makes the bucket of
 * an instant one exact multiplication.
 */
export interface Timeline {
  readonly from: number;
  readonly to: number;
  /** The open time of [from, to), in milliseconds. */
  readonly total: number;
  /** Number of intervals. */
  readonly size: number;
  /** The start of each interval, in epoch milliseconds; then `to`, twice. */
  readonly starts: Float64Array;
  /** Business time from `from` to the start of each interval; then the total, twice. */
  readonly counts: Float64Array;
  /** For each bucket of elapsed time since `from`, the first interval that ends after the start of the bucket. */
  readonly byElapsed: Uint32Array;
  /** 1 / the length of a bucket of elapsed time. */
  readonly elapsedScale: number;
  /** For each bucket of business time since `from`, the first interval that ends after the start of the bucket. */
  readonly byBusiness: Uint32Array;
  /** 1 / the length of a bucket of business time. */
  readonly businessScale: number;
}

/** Lays out open time that is in order, apart from each other, and within [from, to). */
export function layOut(from: number, to: number, edges: Edges): Timeline {
  const size = edges.length / 2;
  const starts = new Float64Array(size + 2).fill(to);
  const counts = new Float64Array(size + 2);
  const ends = new Float64Array(size);
  let total = 0;
  let shortest = to - from;
  let shortestGap = to - from;
  for (let index = 0; index < size; index++) {
    const start = edges[2 * index] ?? 0;
    const end = edges[2 * index + 1] ?? 0;
    if (index > 0) shortestGap = Math.min(shortestGap, start - from - (ends[index - 1] ?? 0));
    shortest = Math.min(shortest, end - start);
    starts[index] = start;
    ends[index] = end - from;
    counts[index] = total;
    total += end - start;
  }
  counts.fill(total, size);
  const elapsedBucket = bucketLength(shortestGap, (to - from) / (size + 1));
  const businessBucket = bucketLength(shortest / 4, total / (size + 1));
  return {
    from,
    to,
    total,
    size,
    starts,
    counts,
    byElapsed: firstEndingAfter(ends, elapsedBucket, to - from),
    elapsedScale: 1 / elapsedBucket,
    byBusiness: firstEndingAfter(counts.subarray(1, size + 1), businessBucket, total),
    businessScale: 1 / businessBucket,
  };
}

/** The open time that was laid out. */
export function edgesOf(line: Timeline): Edges {
  const edges: number[] = [];
  for (let index = 0; index < line.size; index++) edges.push(line.starts[index] ?? 0, endOf(line, index));
  return edges;
}

/** Business time from the timeline's start to an instant within it. */
export function countUntil(line: Timeline, instant: number): number {
  const index = intervalAt(line, instant);
  const count = line.counts[index] ?? 0;
  const length = (line.counts[index + 1] ?? 0) - count;
  const elapsed = instant - (line.starts[index] ?? 0);
  // `elapsed` clamped to 0 ... `length`. Math.min and Math.max branch, which costs more than all the rest.
  return count + (Math.abs(elapsed) + length - Math.abs(elapsed - length)) / 2;
}

/** Whether an instant within the timeline is open. */
export function isOpenAt(line: Timeline, instant: number): boolean {
  const index = intervalAt(line, instant);
  return instant >= (line.starts[index] ?? 0) && instant < endOf(line, index);
}

/** The end of an interval. */
export function endOf(line: Timeline, index: number): number {
  return (line.starts[index] ?? 0) + (line.counts[index + 1] ?? 0) - (line.counts[index] ?? 0);
}

/** The first interval that ends after an instant, or one before it that counts as much. */
export function intervalAt(line: Timeline, instant: number): number {
  let index = line.byElapsed[((instant - line.from) * line.elapsedScale) | 0] ?? 0;
  while ((line.starts[index + 1] ?? 0) <= instant) index++;
  return index;
}

/** The earliest instant by which `count` of the timeline's business time has passed; `0 < count <= total`. */
export function earliestWith(line: Timeline, count: number): number {
  let index = line.byBusiness[(count * line.businessScale) | 0] ?? 0;
  while ((line.counts[index] ?? 0) >= count) index--;
  while ((line.counts[index + 1] ?? count) < count) index++;
  return (line.starts[index] ?? 0) + count - (line.counts[index] ?? 0);
}

/** The latest instant by which no more than `count` of the business time has passed; `0 <= count < total`. */
export function latestWith(line: Timeline, count: number): number {
  let index = line.byBusiness[(count * line.businessScale) | 0] ?? 0;
  while ((line.counts[index + 1] ?? Number.POSITIVE_INFINITY) <= count) index++;
  return (line.starts[index] ?? 0) + count - (line.counts[index] ?? 0);
}

/** Short enough that a bucket rarely contains two intervals, but no more than eight buckets per interval. */
function bucketLength(wished: number, average: number): number {
  return 2 ** Math.floor(Math.log2(Math.max(wished, average / 4, 1)));
}

function firstEndingAfter(ends: Float64Array, length: number, total: number): Uint32Array {
  const result = new Uint32Array(Math.floor(total / length) + 1);
  let index = 0;
  for (let bucket = 0; bucket < result.length; bucket++) {
    while (index < ends.length && (ends[index] ?? 0) <= bucket * length) index++;
    result[bucket] = index;
  }
  return result;
}
