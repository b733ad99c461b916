import * as z from "zod";

/**
 * The URL of a server with one of the schemes, such as `redis` and `rediss`. The first one is used in error messages.
 */
export function serverUrl(schemes: readonly [string, ...string[]], port: number): z.ZodType<string> {
  return z
    .string()
    .refine(
      (url) => isUrlOf(schemes, url),
      `must be a URL like ${schemes[0]}://user:password@host:${port}, with special characters percent-encoded`,
    );
}

/** Connection options of a driver, which validates the rest of them. */
export const connectionOptions = z
  .custom<object>((given) => isPlain(given), "must be plain options, not a client created from them")
  .pipe(
    z.looseObject({
      host: z.string().min(1).optional(),
      port: z.int().min(1).max(65_535).optional(),
    }),
  );

function isUrlOf(schemes: readonly string[], url: string): boolean {
  try {
    const { protocol, username, password } = new URL(url);
    // Drivers decode them, and throw where they can't.
    decodeURIComponent(username + password);
    return schemes.includes(protocol.slice(0, -1));
  } catch {
    return false;
  }
}

function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
