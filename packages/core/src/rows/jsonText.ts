/** A JSON escape; those of lone surrogates are longer. `JSON.stringify` escapes no other surrogates. */
const escapes = /\\(?:ud[89a-f][0-9a-f]{2}|.)/g;
const shortest = 2;

/**
 * A value as JSON, as stored: a lone surrogate, in values and names, becomes U+FFFD, as in any text. Undefined for
 * functions and the like, which JSON does not have.
 */
export function jsonText(value: unknown): string | undefined {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined || !text.includes("\\ud")) return text;
  const wellFormed = text.replace(escapes, (found) => (found.length === shortest ? found : "\uFFFD"));
  // Two names may have become equal: the later one wins, as always when JSON is parsed.
  return JSON.stringify(JSON.parse(wellFormed));
}
