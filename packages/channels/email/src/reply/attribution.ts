import { attributionFacts } from "./attributionFacts.ts";
import { isAboveMarked, isBlank, isMarked, longestHeader, plainAt } from "./plainLine.ts";
import { isWordOfWriting } from "./wordsOfWriting.ts";

/** Longest word of writing, and what may be written right before it. */
const longestWord = 20;
/** Clients fold the line above a quote into at most this many. */
const mostFolds = 4;

/**
 * How many lines that end at `end` say who wrote what follows, and when: "On … wrote:"; 0 where they do not.
 * Above a marked quote, and nowhere else, little is asked of them: who takes words for an attribution by mistake loses
 * that line there, and all that follows elsewhere.
 */
export function attributionLength(lines: readonly string[], end: number): number {
  if (!mayEndAttribution(plainAt(lines, end))) return 0;
  const isAboveQuote = isAboveMarked(lines, end + 1);
  if (!tellsSomething(lines, end, isAboveQuote)) return 0;
  let joined = "";
  let found = 0;
  for (let length = 1; length <= mostFolds; length += 1) {
    const line = lines[end - length + 1];
    if (line === undefined || isBlank(line) || (length > 1 && isMarked(line))) break;
    if (length > 1 && endsSentence(line)) break;
    joined = `${plainAt(lines, end - length + 1)} ${joined}`.trim();
    if (joined.length > longestHeader) break;
    const facts = attributionFacts(joined);
    if (!facts.isAttribution(isAboveQuote)) continue;
    // A date that was folded away from the name may stand above: go on looking for it, and else be content with less.
    const isComplete =
      found === 0 ? facts.beginsLikeOne : facts.beginsLikeOne && facts.beginsWithDate && /\d/.test(line);
    if (isComplete) return length;
    if (found === 0) found = length;
  }
  return found;
}

/** Whether a line ends in a colon or in a word of writing, drawn lines and marks left out. */
function mayEndAttribution(plain: string): boolean {
  let end = plain.length;
  while (end > 0 && (plain[end - 1] === "-" || plain[end - 1] === " ")) end -= 1;
  const last = plain[end - 1];
  if (last === ":" || last === "：" || last === "՝") return true;
  if (end === 0 || last === "." || last === "," || last === "?") return false;
  const word = plain.slice(plain.lastIndexOf(" ", end - 1) + 1, end);
  return word.length <= longestWord && isWordOfWriting(word.toLowerCase());
}

/** Whether anything in the lines tells who or when; most that end in a colon introduce a list. */
function tellsSomething(lines: readonly string[], end: number, isAboveQuote: boolean): boolean {
  for (let index = end; index > end - mostFolds && !isBlank(lines[index]); index -= 1) {
    const plain = plainAt(lines, index);
    if (/[\d@]/.test(plain)) return true;
    if (isAboveQuote && plain.split(/[\s:：]+/).some((word) => isWordOfWriting(word.toLowerCase())))
      return true;
  }
  return false;
}

/** A line above that ends a sentence is the sender's own, whatever it begins with. */
function endsSentence(line: string): boolean {
  const text = line.trimEnd();
  if (/[!?。！？:：]$/.test(text)) return true;
  // "5 janv." is a date that was folded.
  return /\p{Ll}{3}\.$/u.test(text) && !/\d\D{1,12}$/.test(text);
}
