import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createSupport, jobs, type RowOf, type Storage } from "@heedkit/core";
import { marks, marksPlugin } from "./race/marks.ts";
import { type RacingWorker, startWorkers } from "./race/startWorkers.ts";
import { openStorage, ownDatabase } from "./storages.ts";

/**
 * Worker processes race for due jobs: each must have one effect. Then one is paused (SIGSTOP) in the middle of a job
 * for longer than its lease and resumes (SIGCONT) after another has done the job: its commit must be refused.
 */
const { values } = parseArgs({
  options: {
    storage: { type: "string", default: "sqlite" },
    jobs: { type: "string", default: "10000" },
    workers: { type: "string", default: "8" },
  },
});
const count = Number(values.jobs);
const workers = Number(values.workers);
if (![count, workers].every((value) => Number.isSafeInteger(value) && value > 0))
  throw new Error("--jobs and --workers must be positive integers.");

const leaseMs = 2_000;
const stoppedJob = -1;
const database = await ownDatabase(values.storage);
const storage = openStorage(values.storage, database.location);
const support = await createSupport({ storage, plugins: [marksPlugin(() => undefined)] });
for (let at = 0; at < count; at += 500) {
  const numbers = Array.from({ length: Math.min(500, count - at) }, (_, index) => at + index);
  await support.marks.order({ numbers, pauseMs: 0 });
}

const faults: string[] = [];
const startedAt = performance.now();
const racing = await startWorkers(workers, values.storage, database.location, leaseMs);
await untilDone(storage);
const seconds = (performance.now() - startedAt) / 1_000;
const zombie = await stopOneInTheMiddle(racing);
await Promise.all(racing.map((worker) => worker.stop()));

const made = await everyMark(storage);
const timesOf = Map.groupBy(made, ({ number }) => number);
for (let number = 0; number < count; number++) {
  const times = timesOf.get(number)?.length ?? 0;
  if (times !== 1) faults.push(`Job ${number} left ${times} marks.`);
}
const afterZombie = timesOf.get(stoppedJob) ?? [];
if (afterZombie.length !== 1) faults.push(`The job of the stopped worker left ${afterZombie.length} marks.`);
if (afterZombie[0]?.process === zombie.child.pid) faults.push("The stopped worker's commit was taken.");
if (!zombie.reported.includes("LEASE_LOST"))
  faults.push("The stopped worker was not told that its lease is lost.");
await support.stop();
await database.drop();

const others = racing.flatMap(({ reported }) => reported).filter((code) => code !== "LEASE_LOST");
const shares = [...Map.groupBy(made, ({ process: by }) => by).values()].map(({ length }) => length);
const figures = {
  storage: values.storage,
  workers,
  jobs: count,
  "jobs a second": Math.round(count / seconds),
  "marks, each job one": made.length - afterZombie.length,
  "share of the busiest and the idlest": `${Math.max(...shares)} and ${Math.min(...shares)}`,
  "refused to the stopped worker": zombie.reported.filter((code) => code === "LEASE_LOST").length,
  "other failures reported":
    others.length === 0 ? 0 : `${others.length} (${[...new Set(others)].join(", ")})`,
};
for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(38)} ${value}`);
for (const fault of faults.slice(0, 20)) console.error(`FAULT: ${fault}`);
console.log(faults.length === 0 ? "One effect each." : `${faults.length} faults.`);
process.exitCode = faults.length === 0 ? 0 : 1;

async function stopOneInTheMiddle(all: readonly RacingWorker[]): Promise<RacingWorker> {
  await support.marks.order({ numbers: [stoppedJob], pauseMs: 400 });
  const taker = await until("a worker takes the job", async () => all.find(({ begun }) => begun.length > 0));
  taker.child.kill("SIGSTOP");
  await untilDone(storage);
  taker.child.kill("SIGCONT");
  await until("the stopped worker is told", async () => taker.reported.includes("LEASE_LOST") || undefined);
  return taker;
}

async function untilDone(of: Storage): Promise<void> {
  await until("all jobs are done", async () => ((await of.count(jobs)) === 0 ? true : undefined));
}

async function until<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  const givenUpAt = performance.now() + 120_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > givenUpAt) throw new Error(`Waited two minutes until ${what}.`);
    await pause(100);
  }
}

async function everyMark(of: Storage) {
  const found: RowOf<typeof marks>[] = [];
  for (;;) {
    const last = found.at(-1);
    const page = await of.find(marks, { limit: 1_000, ...(last === undefined ? {} : { after: [last.id] }) });
    found.push(...page);
    if (page.length < 1_000) return found;
  }
}
