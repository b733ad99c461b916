import { SupportError } from "../errors/index.ts";

export interface TrackingCodeOptions {
  /**
   * The format with `{number}` in it, such as `Case-{number}` or `Ticket-{number:5}` (at least five digits). Default
   * `Case-{number}`.
   */
  readonly format?: string;
  /**
   * Adds a check digit (Damm, 2004) to the number, so that a mistyped code is not mistaken for another. Default false.
   */
  readonly checkDigit?: boolean;
  /**
   * The format that this one replaces, as named in the error at the first start with a new format. Existing codes stay
   * as they are, and are no longer recognised in texts.
   */
  readonly replaces?: string;
}

/** Writes tracking codes and finds them in what people write. */
export interface TrackingCodes {
  /** Identifies the format, including every option that affects the result. */
  readonly fingerprint: string;
  format(number: number): string;
  /** The codes in a text, in canonical form and in order. Tolerant: `case 6548`, `[#Case-6548]`, `RE: CASE-6548`. */
  find(text: string): readonly string[];
  /**
   * Rewrites the codes in a text with `write`, which gets the canonical form and the original. A code alone in
   * brackets, such as `[#Case-6548]`, is passed with its brackets.
   */
  replace(text: string, write: (code: string, found: WrittenCode) => string): string;
}

/** A code as somebody wrote it. */
export interface WrittenCode {
  readonly written: string;
  readonly isBracketed: boolean;
}

const placeholder = /\{number(?::(\d{1,2}))?\}/g;
/** Maximum codes looked for in one text; anything with more is not a subject line. */
const mostCodes = 20;
/** Maximum characters inspected; a longer text is not a subject line. */
const mostCharacters = 2_000;
/** Maximum digits, including leading zeros and the check digit: JavaScript's numbers are exact up to here. */
const mostDigits = 15;
/** What people put between the words of a code and its number: white space, all kinds of dashes, and these. */
const separators = "\\s\\p{Pd}_#:./";

/** The format of codes where the host has none of its own. */
export const defaultFormat = "Case-{number}";

/** What is wrong with a format, such as that its codes can't be told apart from plain numbers; null where it will do. */
export function formatProblem(given: string): string | null {
  const parts = partsOf(given);
  if (parts === null) return `expected "{number}" once, as in "${defaultFormat}"`;
  if (!/\p{L}/u.test(parts.prefix))
    return "must start with a word, so that a code can be told from a plain number";
  if (/^\d/.test(parts.suffix)) return "must not have a digit right after the number";
  return parts.width > mostDigits ? `can ask for ${mostDigits} digits at most` : null;
}

function partsOf(given: string) {
  const format = given.normalize("NFC");
  const places = [...format.matchAll(placeholder)];
  const [place] = places;
  if (place === undefined || places.length > 1) return null;
  const prefix = format.slice(0, place.index);
  return {
    format,
    prefix,
    suffix: format.slice(place.index + place[0].length),
    width: Number(place[1] ?? 1),
  };
}

/** @throws SupportError INVALID_CONFIGURATION for a format whose codes could not be recognised */
export function trackingCodes(options: TrackingCodeOptions = {}): TrackingCodes {
  const { checkDigit = false, format: given = defaultFormat } = options;
  const parts = partsOf(given);
  const problem = formatProblem(given);
  if (parts === null || problem !== null)
    throw new SupportError("INVALID_CONFIGURATION", `The tracking code format "${given}": ${problem}.`);
  const { format, prefix, suffix, width } = parts;
  const pattern = tolerantPattern(prefix, suffix);

  const digitsOf = (number: number) => (checkDigit ? `${number}${damm(String(number))}` : String(number));
  const write = (number: number) => `${prefix}${digitsOf(number).padStart(width, "0")}${suffix}`;

  return {
    fingerprint: checkDigit ? `${format} with a check digit` : format,
    format: write,
    find(text) {
      const found = new Set<string>();
      const read = text.slice(0, mostCharacters).normalize("NFC");
      for (const match of read.matchAll(pattern)) {
        // The number may continue past the inspected part.
        if (text.length > mostCharacters && match.index + match[0].length === read.length) break;
        const number = numberOf(match[1] ?? "", checkDigit);
        if (number !== null) found.add(write(number));
        if (found.size === mostCodes) break;
      }
      return [...found];
    },
    replace(given, replacement) {
      let replaced = "";
      let from = 0;
      // Positions must refer to the original text.
      const text = given.slice(0, mostCharacters).normalize("NFC");
      for (const match of text.matchAll(pattern)) {
        const number = numberOf(match[1] ?? "", checkDigit);
        if (number === null) continue;
        const { start, end, isBracketed } = withBrackets(text, match.index, match.index + match[0].length);
        const written = text.slice(start, end);
        replaced += text.slice(from, start) + replacement(write(number), { written, isBracketed });
        from = end;
      }
      return replaced + text.slice(from) + given.slice(mostCharacters);
    },
  };
}

/** Start and end of a code including brackets directly around it; they may contain a `#`. */
function withBrackets(text: string, codeStart: number, codeEnd: number) {
  const before = text[codeStart - 1] === "#" ? codeStart - 1 : codeStart;
  const isBracketed =
    (text[before - 1] === "[" && text[codeEnd] === "]") ||
    (text[before - 1] === "(" && text[codeEnd] === ")");
  return isBracketed
    ? { start: before - 1, end: codeEnd + 1, isBracketed }
    : { start: codeStart, end: codeEnd, isBracketed };
}

function numberOf(digits: string, checkDigit: boolean): number | null {
  if (checkDigit && damm(digits) !== 0) return null;
  const number = Number(checkDigit ? digits.slice(0, -1) : digits);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}

/** The format's words in any case, with any separators between them and the number. */
function tolerantPattern(prefix: string, suffix: string): RegExp {
  const ownGaps = `${prefix}${suffix}`.match(/[^\p{L}\p{N}\p{M}]+/gu) ?? [];
  const own = [...new Set(ownGaps.join(""))].map((one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);
  const longest = Math.max(3, ...ownGaps.map((gap) => [...gap].length));
  const gap = `[${separators}${own.join("")}]{0,${longest}}`;
  const letter = "[\\p{L}\\p{N}\\p{M}]";
  const words = (part: string) =>
    part
      .split(/[^\p{L}\p{N}\p{M}]+/u)
      .filter((word) => word !== "")
      .join(gap);
  const tail = words(suffix);
  const end = tail === "" ? "" : `${gap}${tail}`;
  return new RegExp(`(?<!${letter})${words(prefix)}${gap}(\\d{1,${mostDigits}})${end}(?!${letter})`, "giu");
}

// The quasigroup of order 10 from H. M. Damm's thesis (2004): detects every single wrong digit and every swap of
// adjacent digits.
const quasigroup = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/** The digit that makes a number valid; 0 for a number that already ends in its check digit. */
function damm(digits: string): number {
  let interim = 0;
  for (const digit of digits) interim = quasigroup[interim]?.[Number(digit)] ?? 0;
  return interim;
}
