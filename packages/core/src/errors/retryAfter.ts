/** Longer delays are capped at a day. */
const longestMs = 86_400_000;

/**
 * The delay of a `Retry-After` header in milliseconds, from seconds or an HTTP date (RFC 9110 s.10.2.3), capped at a
 * day. 0 for a past date; undefined if the header is missing or invalid.
 */
export function retryAfterMs(
  header: string | null | undefined,
  now: number = Date.now(),
): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d{1,15}$/.test(text)) return Math.min(Number(text) * 1_000, longestMs);
  // Every form of the date starts with its weekday; Date.parse accepts much else.
  if (text.length > 40 || !/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const at = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now), longestMs);
}
