/** UIDs from the first to the second, both included. */
export type UidRange = readonly [number, number];

/** Ranges beyond this number are joined; what lies between them is then checked once more. */
const mostRanges = 500;

/** The UIDs above `after` and below the last found one that were not found, as ranges in order. */
export function gapsBetween(after: number, found: readonly number[]): readonly UidRange[] {
  const gaps: UidRange[] = [];
  let last = after;
  for (const uid of found) {
    if (uid > last + 1) gaps.push([last + 1, uid - 1]);
    last = Math.max(last, uid);
  }
  return bounded(gaps);
}

export function isInRanges(ranges: readonly UidRange[], uid: number): boolean {
  return ranges.some(([from, to]) => uid >= from && uid <= to);
}

/** As IMAP writes a set: `2,4:5`. */
export function sequenceSet(ranges: readonly UidRange[]): string {
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}:${to}`)).join(",");
}

function bounded(ranges: readonly UidRange[]): readonly UidRange[] {
  if (ranges.length <= mostRanges) return ranges;
  const [first, last] = [ranges[mostRanges - 1], ranges.at(-1)];
  if (first === undefined || last === undefined) return ranges;
  return [...ranges.slice(0, mostRanges - 1), [first[0], last[1]]];
}
