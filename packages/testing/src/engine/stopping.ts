import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { done } from "../desk/harness/errands.ts";
import { gate } from "../desk/harness/gate.ts";
import type { EngineSuiteOptions } from "./options.ts";
import { eventually, onCluster } from "./processes.ts";

export function stoppingTests(options: EngineSuiteOptions): void {
  test("stopping waits for what runs, and what came out of the queue later is done by another process", () => {
    const { opened, open } = gate();
    return onCluster(options, async ({ started, names }) => {
      const run: typeof done = async (job) => {
        await opened;
        await done(job);
      };
      const first = await started({ run, worker: { concurrency: 1, drainMs: 10_000 } });
      await first.send("running");
      await eventually(() => first.began.length === 1);
      await first.send("waiting");
      await pause(100);
      let isStopped = false;
      const stopping = first.support.stop().then(() => {
        isStopped = true;
      });
      await pause(200);
      expect(isStopped).toBe(false);
      const second = await started({ run: done });
      open();
      await stopping;
      expect(first.began).toEqual(["running"]);
      await eventually(async () => (await names()).length === 2);
      expect([...(await names())].sort()).toEqual(["running", "waiting"]);
      expect(second.began).toEqual(["waiting"]);
      expect(first.reports).toEqual([]);
    });
  });

  test("a job that does not end is asked to stop and does not hold up the process", () =>
    onCluster(options, async ({ started }) => {
      const signals: AbortSignal[] = [];
      const run: typeof done = (job) => {
        signals.push(job.signal);
        return new Promise(() => undefined);
      };
      const { send, support, reports, began } = await started({ run, worker: { drainMs: 200 } });
      await send("deaf");
      await eventually(() => began.length === 1);
      const before = performance.now();
      await support.stop();
      expect(performance.now() - before).toBeLessThan(5_000);
      expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
      expect(reports.map(({ error }) => error)).toMatchObject([{ code: "STOPPED" }]);
    }));

  test("a process that was stopped publishes and takes nothing more", () =>
    onCluster(options, async ({ started, opened, names, waiting }) => {
      const first = await started({ run: done });
      await first.support.stop();
      const other = await opened();
      await other.send("milk");
      await pause(300);
      expect(await names()).toEqual([]);
      expect((await waiting()).map(({ publishedUntil }) => publishedUntil)).toEqual([null]);
    }));
}
