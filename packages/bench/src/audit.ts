import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Change,
  createSupport,
  events,
  type Storage,
  systemClock,
  systemRandom,
  typeIds,
} from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import { type BenchOptions, median, type Result } from "./harness.ts";

/**
 * The cost of sealing `--events` events (default 100,000), of verifying all of them, and of a run that finds nothing new. `--storage sqlite` (default) or `memory`.
 */
export async function* run({ rounds, values }: BenchOptions): AsyncIterable<Result> {
  const { storage: name = "sqlite", events: wanted = "100000" } = values;
  const count = Number(wanted);
  const folder = mkdtempSync(join(tmpdir(), "heedkit-bench-"));
  const result = (what: string, value: number, unit: string): Result => ({
    ...{ bench: "audit", case: what, value, unit },
    baseline: null,
    ratio: null,
  });
  try {
    const storage = open(name, join(folder, "desk.db"));
    const { audit, stop } = await createSupport({ storage, audit: { sealEveryMs: 0 } });
    await fill(storage, count);
    const sealing = await timed(() => audit.seal());
    yield result("seal", count / sealing.seconds, "events/s");
    const verifying = await timed(() => audit.verify());
    const { isValid, checked } = verifying.value;
    if (!isValid || checked.events !== count)
      throw new Error(`The seal does not hold: ${checked.events} events.`);
    yield result("verify", count / verifying.seconds, "events/s");
    yield result("verify, all of it", verifying.seconds, "s");
    yield result("verify, heap growth", verifying.heapMegabytes, "MB");
    const looks = [];
    for (let round = 0; round < rounds; round++)
      looks.push((await timed(() => audit.seal())).seconds * 1_000);
    yield result("seal, nothing new", median(looks), "ms");
    await stop();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function open(name: string, path: string): Storage {
  if (name === "memory") return memoryStorage();
  if (name === "sqlite") return sqliteStorage({ path });
  throw new Error(`Unknown storage "${name}". Use memory or sqlite.`);
}

async function fill(storage: Storage, count: number): Promise<void> {
  const ids = typeIds(systemClock, systemRandom);
  const insertion = (at: number): Change => {
    const caseId = `cas_${at >> 3}`;
    const row = {
      tenantId: "default",
      id: ids.create("evt"),
      type: "case.customerMessage",
      at: systemClock.now(),
      actor: { kind: "system", id: "email" },
      caseId,
      customerId: `cus_${at >> 5}`,
      data: { caseId, messageId: ids.create("msg"), automatic: false, counts: true },
      correlationId: ids.create("cor"),
      causationId: null,
    };
    return { kind: "insert", table: events, row };
  };
  for (let made = 0; made < count; made += 1_000)
    await storage.commit(
      Array.from({ length: Math.min(1_000, count - made) }, (_, at) => insertion(made + at)),
    );
}

/** Runs something while sampling the heap. */
async function timed<Value>(run: () => Promise<Value>) {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, process.memoryUsage().heapUsed);
  }, 20);
  const startedAt = performance.now();
  const value = await run();
  const seconds = (performance.now() - startedAt) / 1_000;
  clearInterval(sampling);
  return { value, seconds, heapMegabytes: (most - before) / 1_048_576 };
}
