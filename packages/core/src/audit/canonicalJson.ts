/**
 * JSON in the canonical form of RFC 8785: no white space, properties sorted by the UTF-16 code units of their names,
 * numbers and strings as `JSON.stringify` writes them. Equal values give equal texts, different values different texts.
 * Undefined properties are omitted, as in storage.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const fields = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, part]) => `${JSON.stringify(name)}:${canonicalJson(part)}`);
  return `{${fields.join(",")}}`;
}
