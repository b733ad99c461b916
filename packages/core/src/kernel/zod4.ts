import { SupportError } from "../errors/index.ts";

/**
 * What is wrong with a value that should be a schema of zod 4; null for one that is. Schemas of zod 3 come from a host that
 * installed it beside Heedkit, whose own copy of zod 4 can't read them.
 */
export function whyNotZod4(value: unknown): string | null {
  if (typeof value === "object" && value !== null) {
    if ("_zod" in value) return null;
    if ("_def" in value)
      return "is a schema of zod 3, and Heedkit needs zod 4. Install zod@^4, and make the schema with it.";
  }
  return "expected a schema of zod 4, such as z.object({ ... }).";
}

/** @throws SupportError INVALID_CONFIGURATION unless it is a schema of zod 4 */
export function requireZod4(place: string, value: unknown): void {
  const problem = whyNotZod4(value);
  if (problem !== null) throw new SupportError("INVALID_CONFIGURATION", `${place}: ${problem}`);
}
