/** Lines longer than this are prose: no client writes such a header, and patterns are not run over them. */
export const longestHeader = 400;

const bidiMarks = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g;
const blanks = /[\s\u00a0\u2007\u202f]+/g;
const dashes = /[\u2010-\u2015\u2212]/g;
const foreignDigits = /(?![0-9])\p{Nd}/gu;

const plainAscii = /^[\x20-\x7e]*$/;

/** The line as patterns see it: no direction marks, no emphasis, one kind of blank, dash and digit. */
export function plainLine(line: string): string {
  if (plainAscii.test(line)) {
    const bare = line.includes("*") ? line.replaceAll("*", "") : line;
    return (bare.includes("  ") ? bare.replace(/ {2,}/g, " ") : bare).trim();
  }
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

/** One text is read at a time; a weak map of all would cost more than it saves. */
let known: { readonly lines: readonly string[]; readonly plain: (string | undefined)[] } = {
  lines: [],
  plain: [],
};

/** `plainLine` of one line of a text, which is asked for it more than once. Nothing of a line that is too long. */
export function plainAt(lines: readonly string[], index: number): string {
  const line = lines[index];
  if (line === undefined || line.length > longestHeader) return "";
  if (known.lines !== lines) known = { lines, plain: new Array<string | undefined>(lines.length) };
  const told = known.plain[index] ?? plainLine(line);
  known.plain[index] = told;
  return told;
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

/** Whether a line begins with what lines are drawn of. */
export function isDrawn(line: string): boolean {
  return /^[\s>]{0,8}[-_=~#*\u2010-\u2015\u2212]/.test(line);
}

/** A rule such as `________` or `-----`, which clients draw above what they quote. */
export function isRule(line: string): boolean {
  return isDrawn(line) && /^(?:-{5,}|_{4,}|={4,}|\*{5,})$/.test(line.trim().replace(dashes, "-"));
}
