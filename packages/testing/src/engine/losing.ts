import { setTimeout as pause } from "node:timers/promises";
import type { JobEngine } from "@heedkit/core";
import { expect, test } from "vitest";
import { done } from "../desk/harness/errands.ts";
import { gate } from "../desk/harness/gate.ts";
import type { EngineSuiteOptions } from "./options.ts";
import { eventually, leaseMs, onCluster } from "./processes.ts";

export function losingTests(options: EngineSuiteOptions): void {
  test("a ticket that the queue lost is published again after its lease, and that is no attempt", () => {
    const attempts: number[] = [];
    const run: typeof done = async (job) => {
      attempts.push(job.job.attempt);
      await done(job);
    };
    return onCluster(options, async ({ started, queue, names, waiting }) => {
      const web = await started({ worker: { performs: false } });
      await web.send("milk");
      await eventually(async () => (await waiting())[0]?.publishedUntil != null);
      // The commit comes before the ticket.
      await pause(200);
      await queue.flush();
      await started({ run });
      await pause(leaseMs / 3);
      expect(await names()).toEqual([]);
      await eventually(async () => (await names()).length === 1);
      expect(attempts).toEqual([1]);
      expect(await waiting()).toEqual([]);
    });
  });

  test("tickets that wait for longer than their lease do not pile up, and each job is done at its first attempt", () => {
    const attempts: number[] = [];
    const { opened, open } = gate();
    const run: typeof done = async (job) => {
      await opened;
      attempts.push(job.job.attempt);
      await done(job);
    };
    return onCluster(options, async ({ started, names, waiting }) => {
      const { send, began } = await started({ run, worker: { concurrency: 2 } });
      for (let at = 0; at < 30; at++) await send(`errand-${at}`);
      await pause(leaseMs * 2);
      expect(began).toHaveLength(2);
      open();
      await eventually(async () => (await waiting()).length === 0);
      expect(await names()).toHaveLength(30);
      expect(began).toHaveLength(30);
      expect(attempts).toEqual(Array.from({ length: 30 }, () => 1));
    });
  });

  test("an unavailable queue is reported, and what it could not take is published when it is back", () =>
    onCluster(options, async ({ started, queue, names }) => {
      let isAway = true;
      const engine = queue.engine();
      const shaky: JobEngine = {
        ...engine,
        publish: (tickets) => (isAway ? Promise.reject(new Error("away")) : engine.publish(tickets)),
      };
      const { send, reports } = await started({ engine: shaky });
      await send("milk");
      await eventually(() => reports.length > 0);
      isAway = false;
      await eventually(async () => (await names()).length === 1);
      expect(reports[0]).toMatchObject({ what: "publishing due jobs", error: { message: "away" } });
    }));

  test("a queue that lost a ticket and will not have its like again gets another one in the end", () =>
    onCluster(options, async ({ started, queue, names }) => {
      const engine = queue.engine();
      const seen = new Set<string>();
      const forgetful: JobEngine = {
        ...engine,
        async publish(tickets) {
          const isFirst = seen.size === 0;
          const fresh = tickets.filter(({ key }) => !seen.has(key));
          for (const { key } of tickets) seen.add(key);
          if (!isFirst) await engine.publish(fresh);
        },
      };
      const { send } = await started({ engine: forgetful, worker: { leaseMs: 200 } });
      await send("milk");
      await eventually(async () => (await names()).length === 1);
      expect(seen.size).toBe(2);
    }));

  test("a publication whose answer got lost has one effect", () =>
    onCluster(options, async ({ started, queue, names, waiting }) => {
      const engine = queue.engine();
      let lost = 3;
      const shaky: JobEngine = {
        ...engine,
        async publish(tickets) {
          await engine.publish(tickets);
          if (lost-- > 0) throw new Error("no answer");
        },
      };
      const { send, began } = await started({ engine: shaky, run: done });
      await send("milk");
      await eventually(async () => (await waiting()).length === 0);
      await pause(300);
      expect(await names()).toEqual(["milk"]);
      expect(began).toEqual(["milk"]);
    }));

  test("a job of a process that died is done by another when its lease has passed", () =>
    onCluster(options, async ({ started, names }) => {
      const dying = await started({
        run: () => new Promise(() => undefined),
        // It holds what it took and can't take more.
        worker: { drainMs: 50, concurrency: 1 },
      });
      await dying.send("milk");
      await eventually(() => dying.began.length === 1);
      dying.storage.cut();
      const attempts: number[] = [];
      const run: typeof done = async (job) => {
        attempts.push(job.job.attempt);
        await done(job);
      };
      await started({ run });
      await eventually(async () => (await names()).length === 1);
      expect(attempts).toEqual([2]);
    }));

  test("a worker that cannot reach the storage for a while tries again, and gives a ticket back in the end", () =>
    onCluster(options, async ({ started, names }) => {
      const worker = await started();
      const web = await started({ worker: { performs: false } });
      worker.storage.cut();
      await web.send("milk");
      await eventually(() => worker.reports.some(({ what }) => what.startsWith("taking job")));
      worker.storage.mend();
      await eventually(async () => (await names()).length === 1, leaseMs / 2);
      worker.storage.cut();
      await web.send("bread");
      await pause(leaseMs);
      worker.storage.mend();
      await eventually(async () => (await names()).length === 2);
    }));

  test("a worker that lost its lease is asked to stop, and its result is rejected", () => {
    const { opened, open } = gate();
    return onCluster(options, async ({ started, names }) => {
      const signals: AbortSignal[] = [];
      const run: typeof done = async (job) => {
        signals.push(job.signal);
        await opened;
        await done(job);
      };
      const zombie = await started({ run, worker: { concurrency: 1 } });
      await zombie.send("milk");
      await eventually(() => signals.length === 1);
      zombie.storage.cut();
      await pause(leaseMs + 200);
      const living = await started({ run: done });
      await eventually(async () => (await names()).length === 1);
      zombie.storage.mend();
      await eventually(() => signals.every(({ aborted }) => aborted));
      open();
      await eventually(() => zombie.reports.some(({ error }) => isLeaseLost(error)));
      expect(await names()).toEqual(["milk"]);
      expect(living.began).toEqual(["milk"]);
    });
  });

  test("connections that are ended at the server are made again, and every job is done", (context) =>
    onCluster(options, async ({ started, queue, names }) => {
      if (queue.disconnect === undefined) return context.skip("This queue has no connections.");
      const web = await started({ worker: { performs: false } });
      await started();
      for (let at = 0; at < 90; at++) {
        await web.send(`errand-${at}`);
        // Connected and working.
        if (at % 30 === 15) await eventually(async () => (await names()).length > at - 15);
        if (at % 30 === 15) await queue.disconnect();
      }
      await eventually(async () => (await names()).length >= 90, 30_000);
      expect(new Set(await names()).size).toBe(90);
      expect(await names()).toHaveLength(90);
    }));
}

function isLeaseLost(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "LEASE_LOST";
}
