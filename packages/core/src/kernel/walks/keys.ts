import { SupportError } from "../../errors/index.ts";
import { suggest } from "../../suggest.ts";

/** @throws SupportError INVALID_CONFIGURATION for a key that nobody reads, beside `name` */
export function refuseUnknownKeys(
  what: string,
  given: { readonly name: string },
  keys: readonly string[],
): void {
  for (const key of Object.keys(given)) {
    if (key === "name" || keys.includes(key)) continue;
    throw new SupportError(
      "INVALID_CONFIGURATION",
      `The ${what} "${given.name}" has no "${key}".${suggest(key, ["name", ...keys])}`,
    );
  }
}
