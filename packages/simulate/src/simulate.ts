import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { type FaultKind, faultKinds } from "./world/faults.ts";
import { runSeed, type SeedResult } from "./runSeed.ts";
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
    trace: { type: "boolean", default: false },
  },
});
const [seeds, from, workers] = [values.seeds, values.from, values.workers].map(wholeNumber);

if (values.seed !== undefined) await replay(wholeNumber(values.seed));
else await runAll(from ?? 1, seeds ?? 0, workers ?? 1);

async function replay(seed: number): Promise<void> {
  digestAtOnce();
  const onStep = values.trace ? (line: string) => console.log(line) : undefined;
  const { hash, broken, struck } = await runSeed(seed, { onStep });
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
      workerData: { from: first + lane, until: first + count, step: width },
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
  summarise(results, count, (performance.now() - startedAt) / 1_000);
}

function tellOfFailure({ seed, broken }: SeedResult): void {
  console.error(`\nSeed ${seed} breaks ${broken.length === 1 ? "a rule" : `${broken.length} rules`}:`);
  for (const rule of broken.slice(0, 5)) console.error(`  ${rule}`);
  console.error(`Replay it: npm run simulate -- --seed ${seed} --trace`);
}

function summarise(results: readonly SeedResult[], count: number, seconds: number): void {
  const struck = new Map<FaultKind, number>(faultKinds.map((kind) => [kind, 0]));
  for (const result of results)
    for (const [kind, times] of result.struck) struck.set(kind, (struck.get(kind) ?? 0) + times);
  console.log("How often each fault struck, and in how many seeds:");
  for (const [kind, times] of struck) {
    const inSeeds = results.filter((result) => result.struck.has(kind)).length;
    console.log(`  ${kind.padEnd(44)} ${String(times).padStart(8)} ${String(inSeeds).padStart(7)}`);
  }
  const total = (name: keyof SeedResult["figures"]) =>
    results.reduce((sum, { figures }) => sum + figures[name], 0);
  const calm = results.filter((result) => result.struck.size === 0).length;
  const hashes = results.toSorted((left, right) => left.seed - right.seed).map(({ hash }) => hash);
  const never = [...struck].filter(([, times]) => times === 0).map(([kind]) => kind);
  const broken = results.filter((result) => result.broken.length > 0);
  console.log(
    `${total("letters")} letters, ${total("written")} replies and notes, ${total("taken")} messages taken by the provider, ${total("commits")} commits; nothing went wrong in ${calm} seeds`,
  );
  console.log(`trace of all: ${createHash("sha256").update(hashes.join()).digest("hex").slice(0, 16)}`);
  const pace = Math.round((1_000 * seconds) / Math.max(1, results.length));
  console.log(`${results.length} seeds in ${seconds.toFixed(1)} s (${pace} ms each): ${broken.length} break a rule`);
  if (count >= 100 && never.length > 0) console.error(`These never struck, so nothing is known of them: ${never.join(", ")}.`);
  const isWhole = results.length === count && (count < 100 || never.length === 0);
  process.exitCode = broken.length === 0 && isWhole ? 0 : 1;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`--seeds, --from, --seed and --workers take whole numbers, not "${text}".`);
}
