/** Lines longer than this are prose: no client writes such a header, and patterns are not run over them. */
export const longestHeader = 400;

const bidiMarks = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g;
const blanks = /[\s\u00a0\u2007\u202f]+/g;
const dashes = /[\u2010-\u2015\u2212]/g;
const foreignDigits = /(?![0-9])\p{Nd}/gu;

/** The line as patterns see it: no direction marks, no emphasis, one kind of blank, dash and digit. */
export function plainLine(line: string): string {
  const plain = line
    .replace(bidiMarks, "")
    .replace(/\*+/g, "")
    .replace(dashes, "-")
    .replace(blanks, " ")
    .trim()
    .normalize("NFC");
  return plain.replace(foreignDigits, digitOf);
}

/** Unicode encodes the digits of every script as ten code points in a row. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

export function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === "";
}

/** A line of a quote, marked with `>`. A lone `>:` is the end of an address that a client folded. */
export function isMarked(line: string | undefined): boolean {
  return line !== undefined && /^ {0,3}>(?! ?:$)/.test(line);
}

/** Clients leave at most so many blank lines between the introduction of a quote and the quote. */
const mostBlanks = 5;

/** Whether the next line from `index` on that is not blank is one of a marked quote. */
export function isAboveMarked(lines: readonly string[], index: number): boolean {
  let below = index;
  while (below < index + mostBlanks && below < lines.length && isBlank(lines[below])) below += 1;
  return isMarked(lines[below]);
}

/** A rule such as `________` or `-----`, which clients draw above what they quote. */
export function isRule(line: string): boolean {
  return /^(?:-{5,}|_{4,}|={4,}|\*{5,}|-{2,}\s-{2,})$/.test(line.trim().replace(dashes, "-"));
}
