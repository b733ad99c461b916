import { fork } from "node:child_process";
import { on } from "node:events";
import type { BenchOptions, Result } from "./harness.ts";
import { ownDatabase } from "./storages.ts";

/** The memory a process holds, in bytes. */
interface Sample {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

const mebibyte = 1024 * 1024;
/** Leaks show in the heap; the rest of a process also grows by caches of the database, which are bounded. */
const heapShare = 5;

/**
 * How much more memory a desk holds after so many received messages than after the first tenth of them, which warms it
 * up: caches fill, code is compiled. Measured after a collection, in a process that does nothing else. Growth above
 * `--limit` (MiB), or of the heap above a fifth of it, fails.
 */
export async function* run(options: BenchOptions): AsyncIterable<Result> {
  const { storage = "sqlite", messages = "200000", limit = "50" } = options.values;
  const database = await ownDatabase(storage);
  const steps = 40;
  const inStep = Math.ceil(Number(messages) / steps);
  const receiver = fork(
    new URL("./memory/receiver.ts", import.meta.url),
    [storage, database.location, String(steps), String(inStep)],
    { execArgv: ["--expose-gc"] },
  );
  const ended = new AbortController();
  receiver.on("exit", () => ended.abort());
  const samples: Sample[] = [];
  try {
    for await (const [sample] of on(receiver, "message", ended)) samples.push(sample as Sample);
  } catch (error) {
    if (!ended.signal.aborted) throw error;
  } finally {
    receiver.kill();
    await database.drop();
  }
  if (samples.length < steps) throw new Error(`The desk exited after ${samples.length} of ${steps} steps.`);
  const warm = samples[steps / 10 - 1];
  const last = samples.at(-1);
  if (warm === undefined || last === undefined) return;
  const about = { bench: "memory", unit: "MiB", baseline: null, ratio: null };
  for (const what of ["rss", "heapUsed", "external"] as const) {
    yield { ...about, case: `${what} when warm`, value: warm[what] / mebibyte };
    yield { ...about, case: `${what} growth`, value: (last[what] - warm[what]) / mebibyte };
  }
  const isFlat =
    last.rss - warm.rss <= Number(limit) * mebibyte &&
    last.heapUsed - warm.heapUsed <= (Number(limit) / heapShare) * mebibyte;
  if (isFlat) return;
  console.error(
    `Over ${messages} messages the process grew by more than ${limit} MiB, or its heap by more than a fifth of that.`,
  );
  process.exitCode = 1;
}
