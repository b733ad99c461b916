/** A stretch of a message that its HTML marks as a quote, the line above one, or a signature. */
export interface ReplyMark {
  readonly kind: "quote" | "attribution" | "signature";
  /** Its first letters and digits. */
  readonly words: string;
  /** The letters and digits that follow it; empty where it reaches to the end. */
  readonly after: string;
}

export interface LocatedMark {
  readonly kind: ReplyMark["kind"];
  /** Index of the line after its last one. */
  readonly end: number;
}

/** Letters kept of a mark: enough for the longest attribution. */
export const longestMark = 400;
const anchorLength = 60;
const shortestAnchor = 4;
/** Places that are looked at where the first words of a mark stand more than once. */
const mostPlaces = 20;

/** What is left of words when clients differ in blanks, breaks and punctuation. */
export function lettersOf(words: string): string {
  return words.replace(/[^\p{L}\p{N}]+/gu, "");
}

/**
 * Finds the marks of the HTML in the text, whose lines may come from another alternative: by first line. A mark that
 * can't be found, or whose end can't, is left out.
 */
export function locateMarks(
  lines: readonly string[],
  marks: readonly ReplyMark[],
): ReadonlyMap<number, LocatedMark> {
  const located = new Map<number, LocatedMark>();
  if (marks.length === 0) return located;
  const lineAt = new Map<number, number>();
  const pieces: string[] = [];
  let length = 0;
  for (const [index, line] of lines.entries()) {
    const letters = lettersOf(line);
    if (letters === "") continue;
    lineAt.set(length, index);
    pieces.push(letters);
    length += letters.length;
  }
  const letters = pieces.join("");
  const find = (words: string, from: number): number => {
    let place = letters.indexOf(words, from);
    for (let tries = 0; place !== -1 && !lineAt.has(place); tries += 1) {
      if (tries === mostPlaces) return -1;
      place = letters.indexOf(words, place + 1);
    }
    return place;
  };
  let from = 0;
  for (const { kind, words, after } of marks) {
    const anchor = words.slice(0, anchorLength);
    const start = anchor.length < shortestAnchor ? -1 : find(anchor, from);
    if (start === -1) continue;
    const next =
      after === "" ? letters.length : find(after.slice(0, anchorLength), start + Math.min(words.length, 1));
    if (next === -1) continue;
    from = start;
    const line = lineAt.get(start);
    if (line !== undefined && !located.has(line))
      located.set(line, { kind, end: lineAt.get(next) ?? lines.length });
  }
  return located;
}
