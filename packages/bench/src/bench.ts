import { type BenchOptions, FEWEST_ROUNDS, type Result } from "./harness.ts";
import { reportLine } from "./report.ts";

/** What a benchmark's file exports as `run`: it yields its results as they are measured. */
type Run = (options: BenchOptions) => AsyncIterable<Result>;

const benchmarks: Readonly<Record<string, () => Promise<{ readonly run: Run }>>> = {
  audit: () => import("./audit.ts"),
  calendar: () => import("./calendar.ts"),
  desk: () => import("./desk.ts"),
  ingest: () => import("./ingest.ts"),
  jobs: () => import("./jobs.ts"),
  memory: () => import("./memory.ts"),
  mime: () => import("./mime.ts"),
  queue: () => import("./queue.ts"),
  sla: () => import("./sla.ts"),
  trim: () => import("./trim.ts"),
};

const [name = "", ...rest] = process.argv.slice(2);
const values = readValues(rest);
const rounds = Number(values.rounds ?? FEWEST_ROUNDS);
const load = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;

if (load === undefined) {
  const problem = name === "" ? "No benchmark was named" : `There is no benchmark "${name}"`;
  fail(`${problem}. There are: ${Object.keys(benchmarks).join(", ")}.`);
} else if (!Number.isInteger(rounds) || rounds < FEWEST_ROUNDS) {
  fail(`--rounds must be a whole number from ${FEWEST_ROUNDS} up; fewer say little on a shared machine.`);
} else {
  const { run } = await load();
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

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
