/** Characters that two parts of a phrase may be apart. */
const widestGap = 80;

/** Text as phrases are looked for in it: lower case, one space between words, plain apostrophes, addresses without a name. */
export function comparable(text: string, longest: number): string {
  return withoutLocalParts(text.slice(0, longest).toLowerCase())
    .replace(/[’‘`´]/g, "'")
    .replace(/\s+/g, " ");
}

/** Names before an `@`, of up to 64 characters, taken off by hand: patterns for it are slow to prove linear. */
function withoutLocalParts(text: string): string {
  const pieces = text.split("@");
  const last = pieces.pop() ?? "";
  return [...pieces.map(withoutLastName), last].join("@");
}

function withoutLastName(text: string): string {
  const shortest = Math.max(0, text.length - 64);
  let end = text.length;
  while (end > shortest && /[\w.+=-]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/**
 * Whether text in its comparable form has a phrase. A `*` stands for up to 80 characters, so that `mailbox*full` finds
 * `mailbox for ann is full`. Linear in the text: each part is looked for forwards, and no place is looked at twice.
 */
export function hasPhrase(text: string, phrase: string): boolean {
  const [first = "", ...others] = phrase.split("*");
  let start = text.indexOf(first);
  while (start !== -1) {
    if (follows(text, start + first.length, others)) return true;
    start = text.indexOf(first, start + first.length);
  }
  return false;
}

function follows(text: string, from: number, parts: readonly string[]): boolean {
  let position = from;
  for (const part of parts) {
    const at = text.slice(position, position + widestGap + part.length).indexOf(part);
    if (at === -1) return false;
    position += at + part.length;
  }
  return true;
}
