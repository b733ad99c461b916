import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSupport, type SlaPolicy, type Storage } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import { type BenchOptions, median, pairedRounds, type Result } from "./harness.ts";

const hour = 3_600_000;
const folder = join(tmpdir(), "heedkit-bench-");
const workday = ["09:00-17:00"];
const office = {
  timeZone: "Europe/Berlin",
  hours: { monday: workday, tuesday: workday, wednesday: workday, thursday: workday, friday: workday },
};

const policy = (within: string): SlaPolicy => ({
  id: "standard",
  calendar: "office",
  warnings: ["80%"],
  targets: [
    { metric: "first_reply", within },
    { metric: "next_reply", within: "8h" },
    { metric: "total_resolution", within: "24h" },
  ],
});

/**
 * What clocks cost: the recomputation of open clocks after an edit (`--clocks`, default 100,000), a sweep of due ones
 * (`--due`, default 10,000), and the share of a reply that is spent on its clocks. `--storage sqlite` (default), `sqlite-memory` or `memory`.
 */
export async function* run({ rounds, values }: BenchOptions): AsyncIterable<Result> {
  const open = storageOf(values.storage ?? "sqlite");
  const single = (name: string, value: number, unit: string): Result => ({
    ...{ bench: "sla", case: name, value, unit },
    baseline: null,
    ratio: null,
  });

  const recompute = await recomputed(open(), Number(values.clocks ?? 100_000));
  yield single("recompute", recompute.clocksPerSecond, "clocks/s");
  yield single("recompute heap", recompute.heapMegabytes, "MB");
  yield single("sweep", await swept(open(), Number(values.due ?? 10_000)), "clocks/s");

  const [without = [], with_ = []] = await pairedRounds(
    [await replies("without clocks", open(), false), await replies("with clocks", open(), true)],
    rounds,
  );
  const share = median(with_.map((time, round) => 1 - (without[round] ?? Number.NaN) / time));
  yield single("reply", median(with_), "µs");
  yield single("reply, clocks' share", share * 100, "%");
}

function storageOf(name: string): () => Storage {
  if (name === "memory") return memoryStorage;
  // A file, with the adapter's own durability: a reply's commit waits for the disk.
  if (name === "sqlite") return () => sqliteStorage({ path: join(mkdtempSync(folder), "sla.db") });
  if (name === "sqlite-memory") return () => sqliteStorage({ path: ":memory:" });
  throw new Error(`Unknown storage "${name}". Use memory, sqlite or sqlite-memory.`);
}

async function desk(storage: Storage, policies: readonly SlaPolicy[]) {
  const time = { now: Date.parse("2026-03-02T09:00:00Z") };
  const wait = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    });
  const support = await createSupport({
    storage,
    clock: { now: () => time.now, wait },
    // Another benchmark measures sealing.
    audit: { sealEveryMs: 0 },
    sla: { policies, calendars: { office }, definitionsMaxAgeMs: 1_000 },
  });
  const { id: customerId } = await support.customers.create({ name: "Ada" });
  const openCase = () => support.cases.open({ customerId, subject: "Help", message: { text: "Hello" } });
  return { support, time, openCase };
}

async function recomputed(storage: Storage, clocks: number) {
  const { support, time, openCase } = await desk(storage, []);
  await support.policies.save(policy("4h"));
  time.now += 2_000;
  await support.tick();
  // Two of the metrics start with the case.
  for (let made = 0; made < clocks / 2; made++) await openCase();
  await support.policies.save(policy("2h"));
  time.now += 2_000;
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  const startedAt = performance.now();
  await support.tick();
  const seconds = (performance.now() - startedAt) / 1_000;
  const progress = await support.sla.recomputeProgress();
  if (progress?.state !== "done") throw new Error(`The recomputation is ${progress?.state}.`);
  const heapMegabytes = (process.memoryUsage().heapUsed - heapBefore) / 1_048_576;
  await support.stop();
  return { clocksPerSecond: progress.looked / seconds, heapMegabytes };
}

async function swept(storage: Storage, due: number): Promise<number> {
  const { support, time, openCase } = await desk(storage, [
    { id: "standard", targets: [{ metric: "first_reply", within: "1h" }] },
  ]);
  for (let made = 0; made < due; made++) await openCase();
  time.now += 2 * hour;
  const startedAt = performance.now();
  const { swept } = await support.tick();
  const seconds = (performance.now() - startedAt) / 1_000;
  await support.stop();
  if (swept !== due) throw new Error(`${swept} clocks were swept instead of ${due}.`);
  return due / seconds;
}

const repliesInRound = 300;

/** Microseconds per first reply, with the three targets or with none. */
async function replies(name: string, storage: Storage, withClocks: boolean) {
  const { support, openCase } = await desk(storage, withClocks ? [policy("4h")] : []);
  const { id } = await support.agents.create({ name: "Grace" });
  const { cases } = support.as({ kind: "agent", id });
  return {
    name,
    async measure(): Promise<number> {
      const opened = [];
      for (let made = 0; made < repliesInRound; made++) opened.push(await openCase());
      const startedAt = performance.now();
      for (const { id: caseId } of opened) await cases.reply({ caseId, text: "Try this." });
      return ((performance.now() - startedAt) / repliesInRound) * 1_000;
    },
  };
}
