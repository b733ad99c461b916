import { readdirSync } from "node:fs";
import { type BenchOptions, FEWEST_ROUNDS, type Result } from "./harness.ts";
import { reportLine } from "./report.ts";

/** What a benchmark's file exports as `run`: it yields its results as they are measured. */
export type Run = (options: BenchOptions) => AsyncIterable<Result>;

const NOT_BENCHMARKS = [
  "bench.ts",
  "calendar-peers.ts",
  "crash.ts",
  "crash-check.ts",
  "crash-desk.ts",
  "crash-senders.ts",
  "crash-sink.ts",
  "crash-victim.ts",
  "harness.ts",
  "ingest-by-hand.ts",
  "letters.ts",
  "report.ts",
  "seeded.ts",
];

const [name = "", ...rest] = process.argv.slice(2);
const values = readValues(rest);
const rounds = Number(values.rounds ?? FEWEST_ROUNDS);
const names = benchmarkNames();

if (!names.includes(name)) {
  fail(
    `${name === "" ? "No benchmark was named" : `There is no benchmark "${name}"`}. There are: ${names.join(", ")}.`,
  );
} else if (!Number.isInteger(rounds) || rounds < FEWEST_ROUNDS) {
  fail(`--rounds must be a whole number from ${FEWEST_ROUNDS} up; fewer say little on a shared machine.`);
} else {
  const { run }: { run: Run } = await import(`./${name}.ts`);
  const json = values.json !== undefined;
  for await (const result of run({ rounds, json, values })) console.log(reportLine(result, json));
}

/** `--storage sqlite --json` gives `{ storage: "sqlite", json: "" }`. */
function readValues(words: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [index, word] of words.entries()) {
    if (!word.startsWith("--")) continue;
    const next = words[index + 1];
    found[word.slice(2)] = next === undefined || next.startsWith("--") ? "" : next;
  }
  return found;
}

function benchmarkNames(): readonly string[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !NOT_BENCHMARKS.includes(file))
    .map((file) => file.slice(0, -".ts".length));
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
