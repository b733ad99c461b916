import { isMobileSignature } from "./mobileSignature.ts";
import { isBlank } from "./plainLine.ts";

/** Signatures are short; what follows a mark at more than this distance is text. */
const longestSignature = 15;

/** RFC 3676 s.4.3 has two hyphens and a blank, which many programs drop. */
const delimiter = /^--$/;
/** People part lists with these as well, so what follows must read like a signature. */
const looseDelimiter = /^(?:-{3,4}|-{20,}|[—–―]{1,10}|_{2,}|\+{2,4}|={2,}|\*{3,})$/;
const closing = new RegExp(
  `^(?:${[
    "(?:best|kind|kindest|warm|warmest|with best|with kind|many|with warm) regards|regards|best wishes|cheers|sincerely|yours (?:sincerely|faithfully|truly)",
    "mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß|(?:viele|beste|liebe|freundliche|herzliche) grü(?:ß|ss)e|mfg|vg|lg",
    "cordialement|bien cordialement|bien à vous|bonne (?:journée|soirée)",
    "(?:un )?saludos?(?: cordiales)?|atentamente|cordiali saluti|distinti saluti|atenciosamente|cumprimentos",
    "met vriendelijke groet(?:en)?|(?:med )?vennlig hilsen|(?:med )?venlig hilsen|mvh|med vänliga hälsningar|ystävällisin terveisin",
    "pozdrawiam|z poważaniem|с уважением|з повагою|saygılarımla|s pozdravem|üdvözlettel|cu stimă|lep pozdrav|srdačan pozdrav|με εκτίμηση",
  ].join("|")})[,.!！]{0,2}$`,
  "iu",
);
const longestClosing = 40;
const postscript = /^(?:p\.? ?p?\.? ?s\b|n\.? ?b\.|ps:|edit:|nachtrag|postscriptum|з\.ы|p\.d)/iu;
const contact = /[^\s@]@[^\s@]|https?:\/\/|www\.|\+?\(?\d[\d\s()/.-]{6,}\d|\|/iu;

/** Which lines at the end are the signature, and by which mark. */
export interface Signature {
  /** Index of its first line. */
  readonly start: number;
  readonly rule: "signature" | "closing" | "mobile-signature";
}

/** Clients add theirs below a signature, and that stands below a closing. */
const mostSignatures = 4;

/** The signatures that the lines end with, as one; null where there is none, or nothing above it. */
export function findSignature(lines: readonly string[]): Signature | null {
  let found: Signature | null = null;
  for (let count = 0; count < mostSignatures; count += 1) {
    const next = lastSignature(lines, filledEnd(lines, found?.start ?? lines.length));
    if (next === null || filledEnd(lines, next.start) === 0) break;
    found = next;
  }
  return found;
}

function lastSignature(lines: readonly string[], end: number): Signature | null {
  if (end > 0 && isMobileSignature(lines[end - 1] ?? "")) return { start: end - 1, rule: "mobile-signature" };
  const marks: Signature[] = [];
  for (let index = Math.max(0, end - longestSignature); index < end; index += 1) {
    const rule = signatureRule(lines, index, end);
    if (rule !== null) marks.push({ start: index, rule });
  }
  // "Order 1, ---, Order 2, ---": a mark that is used again is a divider.
  const delimiters = marks.filter(({ rule }) => rule === "signature").length;
  return marks.find(({ rule }) => rule === "closing" || delimiters === 1) ?? null;
}

function signatureRule(lines: readonly string[], index: number, end: number): "signature" | "closing" | null {
  const words = (lines[index] ?? "").trim();
  if (words.length > 120) return null;
  const isDelimiter = delimiter.test(words);
  const isLoose = !isDelimiter && looseDelimiter.test(words);
  if (!isDelimiter && !isLoose && (words.length > longestClosing || !closing.test(words))) return null;
  const below = lines.slice(index + 1, end).filter((line) => !isBlank(line));
  if (isDelimiter) {
    // People also divide a text by it, between blank lines; a signature begins right below.
    const isDivider = lines[index] !== "-- " && isBlank(lines[index + 1]) && below.some(isSentence);
    return isTail(below) && !isDivider ? "signature" : null;
  }
  if (isLoose) {
    const isPartOfList = lines.slice(0, index).some((line) => line.trim() === words);
    const hasContact = below.some((line) => contact.test(line)) || below.length === 0;
    return hasContact && !isPartOfList && isTail(below) && !below.some(isSentence) ? "signature" : null;
  }
  const [name, ...more] = below;
  if (name === undefined) return "closing";
  if (!isName(name) || !isTail(more)) return null;
  const isSignature =
    more.length <= 2
      ? more.every(isSignatureLine)
      : more.some((line) => contact.test(line)) && !more.some(isSentence);
  return isSignature ? "closing" : null;
}

function isSentence(line: string): boolean {
  return line.trim().split(/\s+/).length >= 5 && /[.!?。！？]$/.test(line.trim());
}

/** Whether nothing below a mark is something that its sender has to say. */
function isTail(lines: readonly string[]): boolean {
  // One such line may be a title ("1. Vorsitzende"), several are a list.
  if (lines.filter((line) => /^\s{0,3}\d{1,2}[.)]\s+\p{L}/u.test(line)).length > 1) return false;
  return !lines.some((line) => {
    const words = line.trim();
    return postscript.test(words) || /[?？]$/.test(words) || /^[-*•]{1,2}\s+\p{Ll}/u.test(words);
  });
}

function isName(line: string): boolean {
  const words = line.trim().replace(/[,.]$/, "").split(/\s+/);
  return words.length <= 5 && !/\d/.test(line) && !isBlank(line) && isMostlyCapitalised(words);
}

/** A name, a title, a company, or how to reach them. */
function isSignatureLine(line: string): boolean {
  if (contact.test(line)) return true;
  const words = line.trim().split(/\s+/);
  return words.length <= 8 && !/\d/.test(line) && !isSentence(line) && isMostlyCapitalised(words);
}

function isMostlyCapitalised(words: readonly string[]): boolean {
  if (words.length === 1) return true;
  const lower = words.filter((word) => /^\p{Ll}{4,}/u.test(word)).length;
  return /^[\p{Lu}\p{Lo}("'*]/u.test(words[0] ?? "") && lower * 3 <= words.length;
}

/** Where the lines before `end` end, without blank ones. */
function filledEnd(lines: readonly string[], end: number): number {
  let last = end;
  while (last > 0 && isBlank(lines[last - 1])) last -= 1;
  return last;
}
