/**
 * JSON in one spelling after RFC 8785: no white space, fields in the order of the UTF-16 code units of their names,
 * numbers and strings as `JSON.stringify` writes them. Equal values give equal texts, and different ones different
 * texts. Fields that are undefined are left out, as they are when stored.
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
