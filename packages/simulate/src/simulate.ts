import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { type Place, places } from "./places.ts";
import { runSeedIn, type SeedResult } from "./runSeed.ts";
import type { Share } from "./seedWorker.ts";
import { summarise } from "./summary.ts";
import { digestAtOnce } from "./world/platform.ts";

/**
 * Runs the whole desk under seeds: its processes, storage, provider, customers and agents, with everything that goes
 * wrong between them. Each seed decides all of it, so that a failure comes back when its seed does.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "500" },
    from: { type: "string", default: "1" },
    workers: { type: "string", default: String(Math.min(4, availableParallelism())) },
    seed: { type: "string" },
    storage: { type: "string", default: "memory" },
    trace: { type: "boolean", default: false },
  },
});
const place = places[values.storage];
if (place === undefined)
  throw new Error(
    `There is no simulation on "${values.storage}". There is: ${Object.keys(places).join(", ")}.`,
  );
const [seeds, from, workers] = [values.seeds, values.from, values.workers].map(wholeNumber);

if (values.seed !== undefined) await replay(place(), wholeNumber(values.seed));
else await runAll(from ?? 1, seeds ?? 0, workers ?? 1);

async function replay(where: Place, seed: number): Promise<void> {
  digestAtOnce();
  const onStep = values.trace ? (line: string) => console.log(line) : undefined;
  const { hash, broken, struck } = await runSeedIn(where, seed, { onStep });
  for (const [kind, times] of struck) console.log(`${String(times).padStart(5)} ${kind}`);
  console.log(`seed ${seed}, trace ${hash}`);
  for (const rule of broken) console.error(`BROKEN: ${rule}`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}

async function runAll(first: number, count: number, width: number): Promise<void> {
  const startedAt = performance.now();
  const results: SeedResult[] = [];
  const lanes = Array.from({ length: Math.min(width, count) }, (_, lane) => {
    const worker = new Worker(new URL("./seedWorker.ts", import.meta.url), {
      workerData: {
        from: first + lane,
        until: first + count,
        step: width,
        storage: values.storage,
      } satisfies Share,
    });
    worker.on("message", (result: SeedResult) => {
      results.push(result);
      if (result.broken.length > 0) tellOfFailure(result);
    });
    return new Promise<void>((resolve, reject) => {
      worker.on("error", reject);
      worker.on("exit", () => resolve());
    });
  });
  await Promise.all(lanes);
  const isWell = summarise(results, count, (performance.now() - startedAt) / 1_000);
  process.exitCode = isWell ? 0 : 1;
}

function tellOfFailure({ seed, broken }: SeedResult): void {
  console.error(`\nSeed ${seed} breaks ${broken.length === 1 ? "a rule" : `${broken.length} rules`}:`);
  for (const rule of broken.slice(0, 5)) console.error(`  ${rule}`);
  const on = values.storage === "memory" ? "" : ` --storage ${values.storage}`;
  console.error(`Replay it: npm run simulate -- --seed ${seed}${on} --trace`);
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`--seeds, --from, --seed and --workers take whole numbers, not "${text}".`);
}
