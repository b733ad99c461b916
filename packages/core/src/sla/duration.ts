const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;
const pattern = /^(?:(\d+)d\s*)?(?:(\d+)h\s*)?(?:(\d+)m\s*)?(?:(\d+)s)?$/;

/**
 * Parses a duration such as `4h`, `1h 30m`, `45s`, `2d` to milliseconds; null if it is invalid or zero. A day is 24
 * hours of counted time, whatever the calendar.
 */
export function parseDuration(text: string): number | null {
  const found = pattern.exec(text.trim());
  if (found === null) return null;
  const [, days, hours, minutes, seconds] = found;
  const ms =
    Number(days ?? 0) * unitMs.d +
    Number(hours ?? 0) * unitMs.h +
    Number(minutes ?? 0) * unitMs.m +
    Number(seconds ?? 0) * unitMs.s;
  return ms > 0 && Number.isSafeInteger(ms) ? ms : null;
}

/** A duration for people: `1 h 30 min`. Below a second it is `0 s`. */
export function formatDuration(ms: number): string {
  const total = Math.floor(Math.abs(ms) / 1_000);
  const parts = [
    [Math.floor(total / 3_600), "h"],
    [Math.floor(total / 60) % 60, "min"],
    [total % 60, "s"],
  ] as const;
  const shown = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`);
  return `${ms < 0 ? "-" : ""}${shown.length === 0 ? "0 s" : shown.join(" ")}`;
}

/**
 * How much counted time has passed when a warning is due: `15m` before the target, or at `80%` of it. Null if the text
 * is neither, or not before the target.
 */
export function warningThreshold(text: string, targetMs: number): number | null {
  const percent = /^\s*(\d{1,2}(?:\.\d+)?)\s*%\s*$/.exec(text)?.[1];
  const before = percent === undefined ? parseDuration(text) : null;
  if (percent === undefined && before === null) return null;
  const atMs = before === null ? Math.round((targetMs * Number(percent)) / 100) : targetMs - before;
  return atMs > 0 && atMs < targetMs ? atMs : null;
}
