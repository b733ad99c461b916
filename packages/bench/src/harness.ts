/** Options of a benchmark: `--rounds N`, `--json`, and any other `--name value` of the command line. */
export interface BenchOptions {
  readonly rounds: number;
  readonly json: boolean;
  /** Options specific to the benchmark; a flag without a value is an empty string. */
  readonly values: Readonly<Record<string, string>>;
}

/** One line of a report. */
export interface Result {
  readonly bench: string;
  readonly case: string;
  /** Median over the rounds. */
  readonly value: number;
  readonly unit: string;
  /** What `ratio` compares with; null if there is nothing to compare with. */
  readonly baseline: string | null;
  /** Median of the rounds' own ratios, value / baseline. */
  readonly ratio: number | null;
}

/** Something to measure; `measure` returns one round's value, such as operations per second. */
export interface Contender {
  readonly name: string;
  measure(): number | Promise<number>;
}

/** Fewer rounds say little on a shared machine. */
export const FEWEST_ROUNDS = 11;

const SHORTEST_SAMPLE_MS = 20;

/**
 * Measures contenders in paired rounds: each round measures all of them, in turned order, so that whatever slows the
 * machine down for a while slows them all. Gives each contender's values, by round.
 */
export async function pairedRounds(
  contenders: readonly Contender[],
  rounds: number,
): Promise<readonly (readonly number[])[]> {
  const values = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const index = (round + turn) % contenders.length;
      const value = await contenders[index]?.measure();
      if (value !== undefined) values[index]?.push(value);
    }
  }
  return values;
}

/** The median of the rounds' own ratios. */
export function pairedRatio(values: readonly number[], baseline: readonly number[]): number {
  return median(values.map((value, round) => value / (baseline[round] ?? Number.NaN)));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The quantile of the values: 0.99 for p99. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Keeps the compiler from removing work whose result is unused. */
export const consumed = { sum: 0 };

/**
 * A contender that counts operations per second. `operation` is called with 0, 1, 2 ... and returns a number derived from
 * its result. Warmed up first; a sample lasts 20 ms or one operation, whichever is longer.
 */
export function operationsPerSecond(name: string, operation: (call: number) => number): Contender {
  let call = 0;
  const run = (times: number): number => {
    const startedAt = performance.now();
    let sum = 0;
    for (const end = call + times; call < end; call++) sum += operation(call);
    consumed.sum += sum;
    return performance.now() - startedAt;
  };
  let times = 0;
  return {
    name,
    measure() {
      if (times === 0) {
        times = 1;
        while (run(times) < SHORTEST_SAMPLE_MS / 2) times *= 2;
      }
      let calls = 0;
      let elapsed = 0;
      while (elapsed < SHORTEST_SAMPLE_MS) {
        elapsed += run(times);
        calls += times;
      }
      return (calls / elapsed) * 1000;
    },
  };
}

/** Compares a subject with the best of its peers, which is the baseline: the one of the highest median. */
export async function againstBestPeer(
  about: Pick<Result, "bench" | "case" | "unit">,
  subject: Contender,
  peers: readonly Contender[],
  rounds: number,
): Promise<Result> {
  const [values = [], ...peerValues] = await pairedRounds([subject, ...peers], rounds);
  const medians = peerValues.map(median);
  const best = medians.indexOf(Math.max(...medians));
  return {
    ...about,
    value: median(values),
    baseline: peers[best]?.name ?? null,
    ratio: peers.length === 0 ? null : pairedRatio(values, peerValues[best] ?? []),
  };
}
