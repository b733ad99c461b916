/** Characters of one value that are read: a thousand addresses, and far more than any other field has. */
const longestValue = 64 * 1024;

/** The header fields of a message, in order, by lower-case name. Values are unfolded, cut where they are very long, not decoded. */
export interface MailHeaders {
  /** The first field of that name, or null. */
  first(name: string): string | null;
  /** Every field of that name, in order. */
  all(name: string): readonly string[];
  /** Names that occur. */
  readonly names: ReadonlySet<string>;
}

export function mailHeaders(
  fields: readonly { readonly key: string; readonly value: string }[],
): MailHeaders {
  const byName = new Map<string, string[]>();
  for (const { key, value: whole } of fields) {
    const value = whole.slice(0, longestValue);
    const values = byName.get(key);
    if (values === undefined) byName.set(key, [value]);
    else values.push(value);
  }
  return {
    first: (name) => byName.get(name)?.[0] ?? null,
    all: (name) => byName.get(name) ?? [],
    names: new Set(byName.keys()),
  };
}
