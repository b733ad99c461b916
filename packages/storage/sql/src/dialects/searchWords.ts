/**
 * The longest token that InnoDB keeps by default is 84 characters. Words are cut to fewer, so that a long one is
 * found by its beginning.
 */
const longestToken = 80;
/** Prefix of each word: makes it longer than InnoDB's minimum of 3, and never a stop word. */
const mark = "zz";

/**
 * The words of a text, each in a spelling of a-z, 0-9 and _ that every full-text engine takes for one word: without
 * case and accents, other scripts' letters by number. The beginning of a word is spelled as the beginning of its
 * spelling.
 */
export function spelledWords(text: string): readonly string[] {
  const plain = text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    // Both ways: "ß" and "SS" are the same word, and so are "ς" and "σ" once the last step is done.
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ς", "σ");
  const words = plain.match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? [];
  return words.filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word)).map(spelled);
}

function spelled(word: string): string {
  if (/^[a-z0-9]+$/.test(word)) return mark + word.slice(0, longestToken - mark.length);
  let token = mark;
  for (const character of word) {
    const letter = /[a-z0-9]/.test(character) ? character : numbered(character.codePointAt(0) ?? 0);
    if (token.length + letter.length > longestToken) break;
    token += letter;
  }
  return token;
}

// Two digits of base 36 reach beyond Latin, Greek and Cyrillic, four reach all of Unicode.
function numbered(point: number): string {
  const digits = point.toString(36);
  return point < 36 ** 2 ? `_${digits.padStart(2, "0")}` : `__${digits.padStart(4, "0")}`;
}
