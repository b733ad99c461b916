/** Something with the host's own fields. */
interface Described {
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
}

/** The part of a description that a row does not have yet, down to single host fields. */
export function differences<Given extends Described>(held: object & Described, given: Given): Partial<Given> {
  const values = new Map<string, unknown>(Object.entries(held));
  const changed = Object.entries(given).filter(
    ([name, value]) => name !== "fields" && value !== undefined && !isSame(values.get(name), value),
  );
  const fields = Object.entries(given.fields ?? {}).filter(
    ([name, value]) => !isSame(held.fields?.[name], value),
  );
  const all = fields.length === 0 ? changed : [...changed, ["fields", Object.fromEntries(fields)] as const];
  // Some of the given fields.
  return Object.fromEntries(all) as Partial<Given>;
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

/** A JSON value with sorted keys, as storage may return them in another order. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return { fields: entries.map(([name, part]) => [name, sorted(part)]) };
}
