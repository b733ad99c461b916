import { SupportError } from "@heedkit/core";
import { expect, test } from "vitest";
import { done } from "../desk/harness/errands.ts";
import type { EngineSuiteOptions } from "./options.ts";
import { eventually, onCluster } from "./processes.ts";

export function engineFailureTests(options: EngineSuiteOptions): void {
  test("a job that fails is put off by the desk and done at a later attempt", () => {
    const attempts: number[] = [];
    const run: typeof done = async (job) => {
      attempts.push(job.job.attempt);
      if (job.job.attempt < 3) throw new Error("not yet");
      await done(job);
    };
    return onCluster(options, async ({ started, names, waiting }) => {
      const { send } = await started({ run });
      await send("milk");
      await eventually(async () => (await waiting()).length === 0);
      expect(attempts).toEqual([1, 2, 3]);
      expect(await names()).toEqual(["milk"]);
    });
  });

  test("a pause that the failure asks for is kept, and the job goes out again after it", () => {
    const times: number[] = [];
    const run: typeof done = async (job) => {
      times.push(performance.now());
      if (times.length === 1) throw new SupportError("DELIVERY_UNAVAILABLE", "later", { retryAfterMs: 700 });
      await done(job);
    };
    return onCluster(options, async ({ started, names }) => {
      const { send } = await started({ run });
      await send("milk");
      await eventually(async () => (await names()).length === 1);
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(690);
    });
  });

  test("after its last attempt a job is a dead letter with its causes, wherever each failed, and can be replayed", () => {
    let isBroken = true;
    const run: typeof done = async (job) => {
      if (isBroken) throw new Error("no");
      await done(job);
    };
    return onCluster(options, async ({ started, names, waiting }) => {
      const first = await started({ run, maxAttempts: 4 });
      const second = await started({ run, maxAttempts: 4 });
      await first.send("milk");
      await eventually(async () => (await waiting()).length === 0);
      expect(first.began.length + second.began.length).toBe(4);
      const [letter] = (await second.support.jobs.list({ state: "dead" })).rows;
      expect(letter?.failures.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
      isBroken = false;
      await second.support.jobs.replay({ jobId: letter?.id ?? "" });
      await eventually(async () => (await names()).includes("milk"));
      expect(await names()).toEqual(["dead milk", "milk"]);
      expect((await first.support.jobs.list({ state: "dead" })).rows).toEqual([]);
    });
  });

  test("what cannot succeed later is tried once; discarded, it is gone", () =>
    onCluster(options, async ({ started, waiting }) => {
      const run = () => Promise.reject(new SupportError("NOT_FOUND", "gone"));
      const { send, began, support } = await started({ run });
      await send("milk");
      await eventually(async () => (await waiting()).length === 0);
      const [letter] = (await support.jobs.list({ state: "dead" })).rows;
      await support.jobs.discard({ jobId: letter?.id ?? "" });
      expect(began).toEqual(["milk"]);
      expect((await support.jobs.list({ state: "dead" })).rows).toEqual([]);
    }));

  test("one that always fails does not hold up the others", () => {
    const run: typeof done = (job) =>
      job.data.name === "poison" ? Promise.reject(new Error("no")) : done(job);
    return onCluster(options, async ({ started, names }) => {
      const { send } = await started({ run, maxAttempts: 200, worker: { concurrency: 2 } });
      await send("poison");
      for (let at = 0; at < 40; at++) await send(`errand-${at}`);
      await eventually(async () => (await names()).length === 40);
    });
  });
}
