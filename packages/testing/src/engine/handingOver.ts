import { setTimeout as pause } from "node:timers/promises";
import type { JobTicket } from "@heedkit/core";
import { expect, test } from "vitest";
import { done } from "../desk/harness/errands.ts";
import { gate } from "../desk/harness/gate.ts";
import type { EngineSuiteOptions } from "./options.ts";
import { eventually, leaseMs, onCluster } from "./processes.ts";

export function handingOverTests(options: EngineSuiteOptions): void {
  test("what one process writes is done in another, and its row is gone", () =>
    onCluster(options, async ({ started, names, waiting }) => {
      const web = await started({ worker: { performs: false }, run: done });
      const worker = await started({ run: done });
      await web.send("milk");
      await eventually(async () => (await waiting()).length === 0);
      expect(await names()).toEqual(["milk"]);
      expect([web.began, worker.began]).toEqual([[], ["milk"]]);
      expect([...web.reports, ...worker.reports]).toEqual([]);
    }));

  test("a job is done soon after the commit, without waiting for the next look of its own process", () =>
    onCluster(options, async ({ started, names }) => {
      const { send } = await started({ worker: { pollMs: 500 } });
      await pause(100);
      const began = performance.now();
      await send("milk");
      await eventually(async () => (await names()).length === 1);
      expect(performance.now() - began).toBeLessThan(450);
    }));

  test("a job is not done before its time", () =>
    onCluster(options, async ({ started, names }) => {
      const { send } = await started();
      const dueAt = Date.now() + 600;
      await send("later", { dueAt });
      await send("now");
      await eventually(async () => (await names()).length === 1);
      expect(await names()).toEqual(["now"]);
      await eventually(async () => (await names()).length === 2);
      expect(Date.now()).toBeGreaterThanOrEqual(dueAt);
    }));

  test("jobs of several tenants, whatever their names, are each done for their own", () => {
    const tenants = ["a:b/c", "läden", "%2F", "plain"];
    return onCluster(options, async ({ started, names, waiting }) => {
      const { send, reports } = await started({ tenants });
      for (const id of tenants) await send(id, {}, id);
      await eventually(async () => (await waiting()).length === 0);
      expect([...(await names())].sort()).toEqual([...tenants].sort());
      expect(reports).toEqual([]);
    });
  });

  test("a ticket that is published twice, under the same key or another, has one effect", () => {
    const { opened, open } = gate();
    return onCluster(options, async ({ started, queue, names, waiting }) => {
      const run: typeof done = async (job) => {
        await opened;
        await done(job);
      };
      const worker = await started({ run });
      const publisher = queue.engine();
      await publisher.start({ perform: null, concurrency: 1, leaseMs, pollMs: 50, report: () => undefined });
      await worker.send("milk");
      await eventually(() => worker.began.length === 1);
      const [row] = await waiting();
      const ticket: JobTicket = { tenantId: "default", id: row?.id ?? "", key: "again/1", rank: 19 };
      await publisher.publish([ticket, ticket, { ...ticket, key: "again/2" }]);
      await publisher.publish([ticket]);
      await pause(300);
      open();
      await eventually(async () => (await waiting()).length === 0);
      await publisher.publish([{ ...ticket, key: "again/3" }]);
      await pause(300);
      await publisher.stop();
      expect(worker.began).toEqual(["milk"]);
      expect(await names()).toEqual(["milk"]);
      expect(worker.reports).toEqual([]);
    });
  });

  test("a job that is cancelled after it was published is not done", () =>
    onCluster(options, async ({ started, names, waiting }) => {
      const web = await started({ worker: { performs: false } });
      await web.send("milk");
      await web.send("bread");
      await eventually(async () => (await waiting()).every(({ publishedUntil }) => publishedUntil !== null));
      const [milk] = (await waiting()).filter(({ data }) => data.name === "milk");
      await web.support.jobs.cancel({ jobId: milk?.id ?? "" });
      const worker = await started({ run: done });
      await eventually(async () => (await waiting()).length === 0);
      expect(worker.began).toEqual(["bread"]);
      expect([...(await names())].sort()).toEqual(["bread", "dead milk"]);
    }));

  test("a process that takes due rows itself, such as a cron's tick, and the queue share the jobs", () =>
    onCluster(options, async ({ started, opened, names, waiting }) => {
      const wanted = Array.from({ length: 60 }, (_, at) => `errand-${at}`);
      const cron = await opened();
      for (const name of wanted) await cron.send(name);
      const worker = await started();
      while ((await waiting()).length > 0) await cron.support.tick();
      expect([...(await names())].sort()).toEqual([...wanted].sort());
      expect([...worker.reports, ...cron.reports]).toEqual([]);
    }));
}
