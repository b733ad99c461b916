import { expect, test } from "vitest";
import { memoryStorage } from "../memory/index.ts";
import { type Clock, systemClock } from "../ports/index.ts";
import { embeddedEngine } from "./embeddedEngine.ts";
import { jobs } from "./jobTable.ts";

/** The system's clock, with a count of pending waits. */
function countingClock() {
  const open = new Set<Promise<void>>();
  const clock: Clock = {
    now: systemClock.now,
    wait(ms, signal) {
      const waiting = systemClock.wait(ms, signal).finally(() => open.delete(waiting));
      open.add(waiting);
      return waiting;
    },
  };
  return { clock, open };
}

test("stopping while a job runs leaves no timer behind that keeps the process alive", async () => {
  const { clock, open } = countingClock();
  const storage = memoryStorage();
  await storage.schema.apply([jobs]);
  const due = {
    tenantId: "default",
    id: "job_1",
    kind: "test",
    data: {},
    key: null,
    dueAt: 0,
    leasedUntil: null,
    lane: "normal",
    placeAt: 0,
    priority: null,
    rate: null,
    publishedUntil: null,
    fence: 0,
    fenceBase: 0,
    diedAt: null,
    failures: [],
    createdAt: 0,
    correlationId: "cor_1",
  };
  await storage.commit([{ kind: "insert", table: jobs, row: due }]);

  const engine = embeddedEngine({
    storage,
    clock,
    report: (error) => expect.unreachable(String(error)),
    leaseMs: 60_000,
    pollMs: 10_000,
    concurrency: 1,
  });
  const started = Promise.withResolvers<void>();
  engine.start(async () => {
    started.resolve();
    await systemClock.wait(20);
  });
  await started.promise;
  await engine.stop({ drainMs: 10_000 });
  expect(open.size).toBe(0);
});
