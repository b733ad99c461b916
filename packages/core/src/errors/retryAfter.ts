/** A provider that asks for more is asked again after a day. */
const longestMs = 86_400_000;

/**
 * How long a `Retry-After` header asks to wait, in milliseconds: seconds or an HTTP date (RFC 9110 s.10.2.3), a day at
 * most. 0 for a date that is past; undefined where the header is missing or says neither.
 */
export function retryAfterMs(
  header: string | null | undefined,
  now: number = Date.now(),
): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d{1,15}$/.test(text)) return Math.min(Number(text) * 1_000, longestMs);
  // Every form of the date names its weekday first; Date.parse takes much else for a date.
  if (text.length > 40 || !/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const at = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now), longestMs);
}
