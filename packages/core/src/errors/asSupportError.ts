import type { SupportErrorCode } from "./registry.ts";
import { isSupportError, SupportError } from "./supportError.ts";

/**
 * Wraps what foreign code threw in a SupportError, with the original as its cause. A SupportError is returned as it is.
 *
 * ```ts
 * throw asSupportError(error, "STORAGE_UNAVAILABLE", "The storage");
 * ```
 */
export function asSupportError(thrown: unknown, code: SupportErrorCode, what: string): SupportError {
  if (isSupportError(thrown)) return thrown;
  const system = systemCodeOf(thrown);
  return new SupportError(code, `${what} failed: ${messageOf(thrown)}`, {
    cause: thrown,
    ...(system === null ? {} : { details: { system } }),
  });
}

/** The message of any thrown value. */
function messageOf(thrown: unknown): string {
  if (thrown === undefined || thrown === null) return "it threw no error.";
  try {
    const said = thrown instanceof Error ? thrown.message : String(thrown);
    return said.trim() === "" ? "it gave no reason." : said.slice(0, 2_000);
  } catch {
    return "it threw something that can't be read.";
  }
}

/** The code of an operating system or driver error: `ENOSPC`, `ECONNREFUSED`. */
function systemCodeOf(thrown: unknown): string | null {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : null;
  return typeof code === "string" ? code : null;
}
