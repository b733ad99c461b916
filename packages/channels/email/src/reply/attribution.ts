import { attributionFacts } from "./attributionFacts.ts";
import { isAboveMarked, isBlank, isMarked, longestHeader, plainLine } from "./plainLine.ts";

/** Clients fold the line above a quote into at most this many. */
const mostFolds = 4;

/**
 * How many lines that end at `end` say who wrote what follows, and when: "On … wrote:"; 0 where they do not.
 * Above a marked quote, and nowhere else, little is asked of them: who takes words for an attribution by mistake loses
 * that line there, and all that follows elsewhere.
 */
export function attributionLength(lines: readonly string[], end: number): number {
  const last = lines[end] ?? "";
  if (last.length > longestHeader || !mayEndAttribution(last)) return 0;
  const isAboveQuote = isAboveMarked(lines, end + 1);
  let joined = "";
  let found = 0;
  for (let length = 1; length <= mostFolds; length += 1) {
    const line = lines[end - length + 1];
    if (line === undefined || isBlank(line) || (length > 1 && isMarked(line))) break;
    if (length > 1 && endsSentence(line)) break;
    joined = `${plainLine(line)} ${joined}`.trim();
    if (joined.length > longestHeader) break;
    const facts = attributionFacts(joined);
    if (!facts.isAttribution(isAboveQuote)) continue;
    // A date that was folded away from the name may stand above: go on looking for it, and else be content with less.
    const isComplete = found === 0 ? facts.beginsLikeOne : facts.beginsLikeOne && facts.beginsWithDate && /\d/.test(line);
    if (isComplete) return length;
    if (found === 0) found = length;
  }
  return found;
}

function mayEndAttribution(line: string): boolean {
  const text = line.trimEnd();
  return /[:：՝]\s?[\u200b-\u200f\u202a-\u202e\u2066-\u2069*]*[-\u2010-\u2015]*$/.test(text) || /\p{L}[\s-]*$/u.test(text);
}

/** A line above that ends a sentence is the sender's own, whatever it begins with. */
function endsSentence(line: string): boolean {
  const text = line.trimEnd();
  if (/[!?。！？:：]$/.test(text)) return true;
  // "5 janv." is a date that was folded.
  return /\p{Ll}{3}\.$/u.test(text) && !/\d\D{1,12}$/.test(text);
}
