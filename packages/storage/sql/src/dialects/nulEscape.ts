const nul = "\u0000";
const escapeSign = "\u0001";
const special = new RegExp(`[${nul}${escapeSign}]`, "g");
const escaped = new RegExp(`${escapeSign}[${escapeSign}\u0002]`, "g");

/**
 * The text without U+0000, which PostgreSQL cannot hold: U+0000 becomes U+0001 U+0001, and U+0001 becomes
 * U+0001 U+0002. Order, beginnings and equality stay as they are.
 */
export function escapeNul(text: string): string {
  if (!text.includes(nul) && !text.includes(escapeSign)) return text;
  return text.replace(special, (found) =>
    found === nul ? `${escapeSign}${escapeSign}` : `${escapeSign}\u0002`,
  );
}

/** The text that {@link escapeNul} was given. */
export function unescapeNul(text: string): string {
  if (!text.includes(escapeSign)) return text;
  return text.replace(escaped, (found) => (found[1] === escapeSign ? nul : escapeSign));
}
