/** Maximum length of a name and of a subject inserted by a template. */
const longestName = 100;
const longestSubject = 300;

/** Control, bidi and invisible characters. Joiners stay: Persian and Indic names need them. */
const hidden =
  /(?!\u200c|\u200d|\p{Variation_Selector})[\p{Cc}\p{Bidi_C}\p{Zl}\p{Zp}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;
const linkStart = /^\W{0,20}(?:www\d{0,3}\.|(?:mailto|tel|sms|callto|skype|javascript|data|file|ftp):)/i;
/**
 * A dot within a word makes mail clients link it as a website, whatever surrounds it: emoji, combining accents,
 * joiners.
 */
const innerDot = /(?<=[^\s.．。｡․﹒])[.．。｡․﹒](?=[^\s.．。｡․﹒]*\p{L})/gu;
const ipAddress = /(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?![.\d])/;

/**
 * A name as inserted by templates: one line, no links, no hidden characters, limited in length. Null if nothing is
 * left, or if it contains a link, which would be an advertisement or worse.
 */
export function plainName(name: string | null | undefined): string | null {
  const line = oneLine(name ?? "", longestName);
  return line === "" || line.split(" ").some(isLink) ? null : bounded(withoutDots(line), longestName);
}

/** The same for a subject; links in it are removed. */
export function plainSubject(subject: string): string {
  const words = oneLine(subject, longestSubject)
    .split(" ")
    .map((word) => (isLink(word) ? "…" : withoutDots(word)));
  return bounded(words.join(" "), longestSubject);
}

/** Truncated before scanning, so that the work is limited as well. */
function oneLine(text: string, longest: number): string {
  return text
    .slice(0, longest * 4)
    .replace(hidden, " ")
    .split(/\s+/)
    .filter((word) => word !== "")
    .join(" ");
}

function isLink(word: string): boolean {
  const plain = word.normalize("NFKC");
  return (
    plain.includes("//") || linkStart.test(plain) || ipAddress.test(plain) || /[^\s@]@[^\s@]/.test(plain)
  );
}

function withoutDots(words: string): string {
  return words.replace(innerDot, "$&\u0020");
}

function bounded(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join("")}…`;
}
