/**
 * The first text, by code point, after all that begin with the prefix; null where there is none. So a search by
 * prefix is a range, which an index serves.
 */
export function afterPrefix(prefix: string): string | null {
  const points = [...prefix];
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0;
    // U+D800 to U+DFFF are surrogates, not characters.
    if (point < 0x10ffff)
      return points.join("") + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1);
  }
  return null;
}
