import { asSupportError, SupportError, type SupportErrorCode } from "../errors/index.ts";
import type { Clock } from "../ports/index.ts";

/** Time limit for a call of foreign code. */
export interface PortBound {
  readonly clock: Pick<Clock, "wait">;
  readonly ms: number;
}

export interface Bound extends PortBound {
  /** Names it in the error: `The handler of "sync" ...`. */
  readonly what: string;
}

/**
 * Waits for work of a connector, plugin or host, up to a time limit. Then its signal is aborted, and its result is
 * ignored. Work that returns synchronously needs no timer.
 *
 * @throws SupportError TIMED_OUT
 */
export async function bounded<Result>(
  { clock, ms, what }: Bound,
  work: (signal: AbortSignal) => Promise<Result> | Result,
): Promise<Result> {
  const limit = new AbortController();
  const working = work(limit.signal);
  if (!isThenable(working)) return working;
  const ended = new AbortController();
  const late = clock.wait(ms, ended.signal).then(() => {
    if (ended.signal.aborted) return;
    const error = timedOut(what, ms);
    limit.abort(error);
    throw error;
  });
  try {
    // `late` resolves only once the work has ended.
    return await Promise.race([working, late.then(() => working)]);
  } finally {
    ended.abort("ended");
  }
}

/** Waits for a result within the time limit; what is thrown becomes a SupportError. */
export async function answered<Result>(
  bound: PortBound,
  code: SupportErrorCode,
  what: string,
  work: (signal: AbortSignal) => Promise<Result> | Result,
): Promise<Result> {
  try {
    return await bounded({ ...bound, what }, work);
  } catch (error) {
    throw asSupportError(error, code, what);
  }
}

/** Waits for something that can't be aborted, up to a time limit; returns whether it ended. Never rejects by itself. */
export async function endedWithin(
  clock: Pick<Clock, "wait">,
  ms: number,
  ending: Promise<unknown>,
): Promise<boolean> {
  const ended = new AbortController();
  try {
    return await Promise.race([ending.then(() => true), clock.wait(ms, ended.signal).then(() => false)]);
  } finally {
    // The timer would keep the process alive.
    ended.abort("ended");
  }
}

/** The error for a timeout. */
export function timedOut(what: string, ms: number): SupportError {
  return new SupportError("TIMED_OUT", `${what} did not finish within ${ms} ms.`, {
    details: { limitMs: ms },
  });
}

function isThenable<Result>(value: Promise<Result> | Result): value is Promise<Result> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
