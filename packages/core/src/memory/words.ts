const marks = /\p{M}/gu;
const word = /[\p{L}\p{N}\p{Co}]+/gu;

/** The words of a text, without case and accents. */
export function wordsOf(text: string): readonly string[] {
  return text.normalize("NFD").toLowerCase().replace(marks, "").match(word) ?? [];
}

/**
 * How often words that start with a wanted one occur in the texts; 0 unless every wanted word does. Without wanted
 * words: 0.
 */
export function score(texts: readonly string[], wanted: readonly string[]): number {
  const words = texts.flatMap(wordsOf);
  const hits = wanted.map((start) => words.filter((one) => one.startsWith(start)).length);
  return hits.length === 0 || hits.includes(0) ? 0 : hits.reduce((sum, count) => sum + count);
}
