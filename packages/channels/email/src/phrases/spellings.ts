/**
 * A phrase in all its spellings: `out{ ,-}of{ ,-}office` stands for four. Lists of words are looked for one by one in
 * code, as a pattern of many alternatives is beyond what can be proven to be linear.
 */
export function spellings(phrase: string): readonly string[] {
  const open = phrase.indexOf("{");
  const close = phrase.indexOf("}", open);
  if (open === -1 || close === -1) return [phrase];
  return phrase
    .slice(open + 1, close)
    .split(",")
    .flatMap((choice) => spellings(phrase.slice(0, open) + choice + phrase.slice(close + 1)));
}
