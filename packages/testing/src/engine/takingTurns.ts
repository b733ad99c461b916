import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { done } from "../desk/harness/errands.ts";
import { gate } from "../desk/harness/gate.ts";
import type { EngineSuiteOptions } from "./options.ts";
import { eventually, onCluster, type ProcessOptions, type TestCluster } from "./processes.ts";

export function takingTurnsTests(options: EngineSuiteOptions): void {
  test("an interactive job is next, whatever 1,500 jobs of bulk wait", { timeout: 60_000 }, () =>
    onCluster(options, async (cluster) => {
      const { web, worker, began, open } = await oneBusyWorker(cluster);
      await web.sendAll(named("broadcast", 1_500), { lane: "bulk", priority: 9 });
      await isHeldBack(cluster);
      await web.send("reply", { lane: "interactive" });
      await isPublished(cluster, "reply");
      open();
      await eventually(() => began.includes("reply"));
      expect(began.indexOf("reply")).toBeLessThanOrEqual(2);
      expect(worker.reports).toEqual([]);
    }),
  );

  test("within a lane the higher priority goes first", () =>
    onCluster(options, async (cluster) => {
      const { web, began, open } = await oneBusyWorker(cluster);
      for (const priority of [0, 3, 9, 6]) await web.send(`priority ${priority}`, { priority });
      for (const priority of [0, 3, 9, 6]) await isPublished(cluster, `priority ${priority}`);
      open();
      await eventually(() => began.length === 5);
      expect(began.slice(1)).toEqual(["priority 9", "priority 6", "priority 3", "priority 0"]);
    }));

  test("no lane waits for ever: bulk is done while interactive jobs never end", { timeout: 60_000 }, () => {
    let isOver = false;
    return onCluster(options, async ({ started, names, opened }) => {
      const web = await opened();
      const run: typeof done = async (job) => {
        if (!isOver && job.data.name === "chain") await web.send("chain", { lane: "interactive" });
        await done(job);
      };
      const worker = await started({ run, worker: { concurrency: 1 } });
      for (let at = 0; at < 12; at++) await web.send("chain", { lane: "interactive" });
      await eventually(() => worker.began.length > 5);
      await web.send("normal");
      await web.send("bulk", { lane: "bulk" });
      await eventually(async () => {
        const all = await names();
        return all.includes("bulk") && all.includes("normal");
      }, 40_000);
      isOver = true;
    });
  });

  test(
    "a tenant with a thousand waiting jobs holds up another by a bounded number",
    { timeout: 60_000 },
    () =>
      onCluster(options, async (cluster) => {
        const { web, began, open } = await oneBusyWorker(cluster, { tenants: ["default", "quiet"] });
        await web.sendAll(named("many", 1_000));
        await isHeldBack(cluster);
        await web.send("one", {}, "quiet");
        open();
        await eventually(() => began.includes("one"), 40_000);
        // The tickets already in the queue, and those published before the other tenant is noticed.
        expect(began.indexOf("one")).toBeLessThan(300);
      }),
  );

  test("no more jobs of a key start in a span of time than may, whichever processes they start in", () => {
    const starts: number[] = [];
    const run: typeof done = async (job) => {
      starts.push(performance.now());
      await done(job);
    };
    return onCluster(options, async ({ started, names, waiting }) => {
      const [first] = [await started({ run }), await started({ run }), await started({ run })];
      await first.sendAll(named("errand", 16), { rate: { key: "smtp", limit: 4, perMs: 1_000 } });
      await eventually(async () => (await waiting()).length === 0, 30_000);
      expect(await names()).toHaveLength(16);
      // Starts are committed before they are measured: spans are exact there, and approximate here.
      for (const [at, start] of starts.entries())
        expect((starts[at + 4] ?? Number.POSITIVE_INFINITY) - start).toBeGreaterThan(500);
    });
  });
}

/** A process that writes, and a worker whose only slot is held by a first job until the test lets it continue. */
async function oneBusyWorker({ started }: TestCluster, script: ProcessOptions = {}) {
  const { opened, open } = gate();
  const run: typeof done = async (job) => {
    await opened;
    await done(job);
  };
  const web = await started({ ...script, worker: { performs: false } });
  const worker = await started({ ...script, run, worker: { concurrency: 1 } });
  await web.send("first", { lane: "interactive", priority: 9 });
  await eventually(() => worker.began.length === 1);
  return { web, worker, began: worker.began, open };
}

/** Waits until the queue has as many tickets as it gets. */
async function isHeldBack({ published }: TestCluster): Promise<void> {
  await eventually(async () => (await published()).length >= 100);
}

async function isPublished({ published }: TestCluster, name: string): Promise<void> {
  await eventually(async () => (await published()).some(({ data }) => data.name === name));
  // The commit comes before the ticket.
  await pause(200);
}

function named(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${name} ${at}`);
}
