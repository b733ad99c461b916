/** Open time from `start` (inclusive) to `end` (exclusive); epoch milliseconds. */
export interface OpenInterval {
  readonly start: number;
  readonly end: number;
}

/**
 * Open time as a flat list of instants: start, end, start, end ... Storing years of intervals as objects would cost
 * more in garbage collection than the calendar itself.
 */
export type Edges = readonly number[];

/** A source of open time, computed on each call. */
export interface OpenTimeSource {
  /** The open time in [from, to): clipped to it, in order, not touching. */
  openTime(from: number, to: number): Edges;
}

/** Clips open time to [from, to), sorts it and merges what overlaps or touches. */
export function joined(edges: Edges, from: number, to: number): Edges {
  const result: number[] = [];
  const ordered = inOrder(edges);
  let start = Number.NaN;
  let end = Number.NaN;
  for (let index = 0; index < ordered.length; index += 2) {
    const nextStart = Math.max(ordered[index] ?? 0, from);
    const nextEnd = Math.min(ordered[index + 1] ?? 0, to);
    if (nextStart >= nextEnd) continue;
    if (nextStart <= end) {
      end = Math.max(end, nextEnd);
      continue;
    }
    if (start < end) result.push(start, end);
    start = nextStart;
    end = nextEnd;
  }
  if (start < end) result.push(start, end);
  return result;
}

function inOrder(edges: Edges): Edges {
  if (isInOrder(edges)) return edges;
  const pairs = Array.from({ length: edges.length / 2 }, (_, index) => edges.slice(2 * index, 2 * index + 2));
  return pairs.sort(([a = 0], [b = 0]) => a - b).flat();
}

function isInOrder(edges: Edges): boolean {
  for (let index = 2; index < edges.length; index += 2) {
    if ((edges[index - 2] ?? 0) > (edges[index] ?? 0)) return false;
  }
  return true;
}
