/** Bounds of the threads that parse mail. */
export interface ParsingOptions {
  /** Threads that parse at the same time. Default 2, so that a message that hangs does not hold up the next. */
  readonly threads?: number;
  /**
   * How long a message may take, in milliseconds; its thread is stopped then. Default 10,000. Small messages that came
   * together share it first, and have it each for themselves where it is not enough.
   */
  readonly timeoutMs?: number;
  /** How much memory a thread may take for JavaScript values, in MB; it is stopped then. Default 256. */
  readonly maxMemoryMb?: number;
}

/** {@link ParsingOptions} with its defaults filled in. */
export type ParsingBounds = Required<ParsingOptions>;

export function parsingBounds(options: ParsingOptions = {}): ParsingBounds {
  const { threads = 2, timeoutMs = 10_000, maxMemoryMb = 256 } = options;
  return { threads, timeoutMs, maxMemoryMb };
}
