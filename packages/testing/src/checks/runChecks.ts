import { type CheckGroup, gather } from "./checks.ts";

/** The result of one check of a suite. */
export interface CheckResult {
  /** The concern it belongs to: `claims`, `filters`. */
  readonly concern: string;
  readonly title: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Why it failed; absent otherwise. */
  readonly error?: unknown;
}

export interface RunChecksOptions {
  /** Runs only the checks of these concerns. Default: all. */
  readonly concerns?: readonly string[];
  /** How long a check may take before it counts as failed, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

/**
 * Runs a suite inside a test and returns each check's result, instead of registering the checks with vitest, to find out
 * whether a suite catches an adapter that is wrong on purpose.
 *
 * ```ts
 * const results = await runChecks(() => storageSuite({ ...options, create: () => forgetful(memoryStorage()) }));
 * expect(results.some(({ outcome }) => outcome === "failed")).toBe(true);
 * ```
 */
export async function runChecks(
  suite: () => void,
  { concerns, timeoutMs = 10_000 }: RunChecksOptions = {},
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  const run = async ({ title: concern, before, after, checks, groups }: CheckGroup): Promise<void> => {
    const isWanted = concerns === undefined || concerns.includes(concern);
    if (isWanted && checks.length > 0) {
      const failedBefore = await failure(() => inTurn(before), timeoutMs);
      for (const { title, body } of checks) {
        const outcome = body === null ? "skipped" : "passed";
        const failed = body === null ? null : (failedBefore ?? (await failure(body, timeoutMs)));
        results.push(
          failed === null
            ? { concern, title, outcome }
            : { concern, title, outcome: "failed", error: failed.error },
        );
      }
      const failedAfter = await failure(() => inTurn(after), timeoutMs);
      if (failedAfter !== null)
        results.push({ concern, title: "(afterwards)", outcome: "failed", error: failedAfter.error });
    }
    for (const group of groups) await run(group);
  };
  await run(gather(suite));
  return results;
}

async function inTurn(bodies: readonly (() => unknown)[]): Promise<void> {
  for (const body of bodies) await body();
}

async function failure(body: () => unknown, timeoutMs: number): Promise<{ readonly error: unknown } | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took more than ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    await Promise.race([(async () => body())(), late]);
    return null;
  } catch (error) {
    return { error };
  } finally {
    clearTimeout(timer);
  }
}
