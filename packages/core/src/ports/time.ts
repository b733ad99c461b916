/** An instant in whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** The source of time. Nothing in Heedkit reads the system's time in any other way. */
export interface Clock {
  /** The current time. May go back when the system's clock is set back; callers must not assume otherwise. */
  now(): Instant;
  /** Resolves after `ms` milliseconds of this clock, or immediately when the signal is aborted. Never rejects. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The system's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener("abort", done, { once: true });
    }),
};
