import type { OpenInterval } from "./open-time.ts";

/**
 * Time is indexed in pages of this length, about 398 days. Powers of two make the page and the bucket of an instant
 * one exact multiplication each.
 */
export const PAGE_LENGTH = 2 ** 35;

/** Instants of a page are found through buckets of about 19 hours. */
const BUCKET_LENGTH = 2 ** 26;
const BUCKETS = PAGE_LENGTH / BUCKET_LENGTH;

/**
 * The open time of one page, indexed both ways: by elapsed and by business time. All times in it are milliseconds
 * after the page's start, so that every operation is a bucket look-up and a step or two from there.
 */
export interface Page {
  readonly number: number;
  /** Business time in this page. */
  readonly total: number;
  /** Starts of the open intervals; first an empty interval at 0, last infinity. */
  readonly starts: Float64Array;
  /** Business time of the page before each interval; last the total. */
  readonly counts: Float64Array;
  /** For each bucket of elapsed time, the last interval that starts at or before it. */
  readonly byElapsed: Uint32Array;
  /** For each bucket of business time, the first interval that ends after it. */
  readonly byBusiness: Uint32Array;
  /** 1 / the length of a bucket of business time. */
  readonly businessScale: number;
}

/** Lays out the open intervals of the page `number`, given in epoch milliseconds. */
export function layOutPage(number: number, intervals: readonly OpenInterval[]): Page {
  const pageStart = number * PAGE_LENGTH;
  const size = intervals.length + 1;
  const starts = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
  const counts = new Float64Array(size + 1);
  starts[0] = 0;
  let total = 0;
  for (const [index, { start, end }] of intervals.entries()) {
    starts[index + 1] = start - pageStart;
    counts[index + 1] = total;
    total += end - start;
  }
  counts[size] = total;
  const businessBucket = 2 ** Math.ceil(Math.log2(Math.max(1, total / size)));
  return {
    number,
    total,
    starts,
    counts,
    byElapsed: bucketsOf(starts, size, BUCKETS, BUCKET_LENGTH),
    byBusiness: bucketsOf(counts, size, Math.floor(total / businessBucket) + 1, businessBucket),
    businessScale: 1 / businessBucket,
  };
}

/** Business time of a page up to `elapsed` after its start. */
export function countUntil(page: Page, elapsed: number): number {
  const index = intervalAt(page, elapsed);
  const count = (page.counts[index] ?? 0) + elapsed - (page.starts[index] ?? 0);
  const most = page.counts[index + 1] ?? 0;
  return Math.min(count, most);
}

/** The last interval that starts at or before `elapsed`. */
export function intervalAt(page: Page, elapsed: number): number {
  const { starts } = page;
  let index = page.byElapsed[Math.floor(elapsed / BUCKET_LENGTH)] ?? 0;
  while ((starts[index + 1] ?? 0) <= elapsed) index++;
  return index;
}

/** The earliest moment of a page by which `count` of its business time has passed; `0 < count <= total`. */
export function earliestWith(page: Page, count: number): number {
  const { counts } = page;
  let index = page.byBusiness[Math.floor(count * page.businessScale)] ?? 0;
  while (index > 0 && (counts[index] ?? 0) >= count) index--;
  while ((counts[index + 1] ?? count) < count) index++;
  return (page.starts[index] ?? 0) + count - (counts[index] ?? 0);
}

/** The latest moment of a page by which no more than `count` of its business time has passed; `0 <= count < total`. */
export function latestWith(page: Page, count: number): number {
  const { counts } = page;
  let index = page.byBusiness[Math.floor(count * page.businessScale)] ?? 0;
  while ((counts[index + 1] ?? Number.POSITIVE_INFINITY) <= count) index++;
  return (page.starts[index] ?? 0) + count - (counts[index] ?? 0);
}

/** For each bucket, the last of `size` ascending values that is at or below the bucket's start. */
function bucketsOf(values: Float64Array, size: number, buckets: number, length: number): Uint32Array {
  const result = new Uint32Array(buckets);
  let index = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    while (index + 1 < size && (values[index + 1] ?? 0) <= bucket * length) index++;
    result[bucket] = index;
  }
  return result;
}
