import { inspect } from "node:util";

/** Everything that an error tells whoever logs it: its message, stack, details, causes and properties, also hidden ones. */
export function toldBy(error: unknown): string {
  const seen = new Set<unknown>();
  const tell = (value: unknown): string => {
    if (typeof value !== "object" || value === null || seen.has(value)) return String(value);
    seen.add(value);
    const own = Reflect.ownKeys(value).map((key) => `${String(key)}: ${tell(Reflect.get(value, key))}`);
    return own.join("\n");
  };
  return `${inspect(error, { depth: 20, showHidden: true })}\n${tell(error)}\n${JSON.stringify(error)}`;
}
