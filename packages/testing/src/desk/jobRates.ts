import { jobRates, jobs } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { type ErrandDesk, onErrandDesk } from "./harness/errandDesk.ts";
import { done } from "./harness/errands.ts";
import type { DeskSuiteOptions } from "./options.ts";

const rate = { key: "smtp:account-1", limit: 3, perMs: 1_000 };

export function jobRateTests(options: DeskSuiteOptions): void {
  describe("rate of a key", () => {
    /** Notes when each errand starts, by the clock of the test. */
    const timed = (fails: (name: string) => boolean = () => false) => {
      const starts: { readonly name: string; readonly at: number; readonly attempt: number }[] = [];
      const run: typeof done = async (job) => {
        starts.push({ name: job.data.name, at: job.read.clock.now(), attempt: job.job.attempt });
        if (fails(job.data.name)) throw new Error("no");
        await done(job);
      };
      return { starts, run };
    };

    test("no more jobs start in any span than may, and each is done at its first attempt", () => {
      const { starts, run } = timed();
      return onErrandDesk(options, { run }, async (desk) => {
        await desk.sendAll(named("errand", 20), { rate });
        await desk.support.tick();
        expect(starts).toHaveLength(3);
        await desk.clock.advance(999);
        await desk.support.tick();
        expect(starts).toHaveLength(3);
        await untilDone(desk, 100);
        expectWithin(starts, rate);
        expect(new Set(starts.map(({ name }) => name)).size).toBe(20);
        expect(new Set(starts.map(({ attempt }) => attempt))).toEqual(new Set([1]));
        // Not slower than it may be, but for the looks in between.
        expect(starts.at(-1)?.at).toBeLessThanOrEqual((starts[0]?.at ?? 0) + 9_000);
      });
    });

    test("four processes that look at once start no more together", () => {
      // As they were committed: from then to the handler, the clock may go on.
      const committed: (readonly number[])[] = [];
      const run: typeof done = async (job) => {
        const row = await job.read.get(jobRates, rate.key);
        committed.push(row?.starts ?? []);
        await done(job);
      };
      return onErrandDesk(options, { run }, async (desk) => {
        await desk.sendAll(named("errand", 30), { rate });
        const all = [
          desk,
          await desk.another({ run }),
          await desk.another({ run }),
          await desk.another({ run }),
        ];
        for (let look = 0; look < 60 && (await desk.waiting()).length > 0; look++) {
          await desk.settled(Promise.all(all.map(({ support }) => support.tick())));
          await desk.clock.advance(350);
        }
        expect(await desk.names()).toHaveLength(30);
        expect(committed).toHaveLength(30);
        for (const starts of committed)
          expectWithin(
            starts.map((at) => ({ at })),
            rate,
          );
        expect(desk.reports).toEqual([]);
      });
    });

    test("other keys, other tenants and jobs without a rate are not bounded by it", () => {
      const { starts, run } = timed();
      return onErrandDesk(
        options,
        { run },
        async (desk) => {
          await desk.sendAll(named("one", 6), { rate });
          await desk.sendAll(named("other", 6), { rate: { ...rate, key: "smtp:account-2" } });
          await desk.sendAll(named("free", 6));
          await desk.sendAll(named("elsewhere", 6), { rate }, "quiet");
          await desk.support.tick();
          const counts = Map.groupBy(starts, ({ name }) => name.split(" ")[0]);
          expect(Object.fromEntries([...counts].map(([name, all]) => [name, all.length]))).toEqual({
            one: 3,
            other: 3,
            free: 6,
            elsewhere: 3,
          });
        },
        { tenants: ["default", "quiet"] },
      );
    });

    test("an interactive job has the next start, whatever bulk waits for the same key", () => {
      const { starts, run } = timed();
      return onErrandDesk(options, { run }, async (desk) => {
        await desk.sendAll(named("broadcast", 100), { lane: "bulk", rate });
        await desk.support.tick();
        await desk.clock.advance(200);
        await desk.send("reply", { lane: "interactive", rate });
        for (let look = 0; look < 10; look++) {
          await desk.support.tick();
          await desk.clock.advance(100);
        }
        const reply = starts.findIndex(({ name }) => name === "reply");
        expect(reply).toBe(3);
        expectWithin(starts, rate);
      });
    });

    test("a later attempt is a start as well", () => {
      const { starts, run } = timed(() => true);
      return onErrandDesk(
        options,
        { run, maxAttempts: 3 },
        async (desk) => {
          await desk.sendAll(named("errand", 4), { rate });
          await untilDone(desk, 10);
          expect(starts).toHaveLength(12);
          expectWithin(starts, rate);
        },
        { worker: { backoffBaseMs: 20, backoffLimitMs: 40 } },
      );
    });

    test("jobs that wait for their key are looked at a few times, not at each start", () =>
      onErrandDesk(options, {}, async (desk) => {
        await desk.sendAll(named("errand", 60), { rate });
        await desk.support.tick();
        const before = await desk.storage.find(jobs, { limit: 1_000 });
        expect(before.every(({ dueAt }) => dueAt !== null && dueAt > desk.clock.now())).toBe(true);
        for (let look = 0; look < 40; look++) {
          await desk.clock.advance(250);
          await desk.support.tick();
        }
        const left = await desk.storage.find(jobs, { limit: 1_000 });
        expect(left.length).toBeLessThanOrEqual(60 - 27);
        for (const { fence } of left) expect(fence).toBeLessThanOrEqual(3);
      }));

    test("a job that waits for its key can be cancelled; rows of keys go when they bound nothing", () =>
      onErrandDesk(options, {}, async (desk) => {
        await desk.sendAll(named("errand", 4), { rate });
        await desk.support.tick();
        const [waiting] = await desk.waiting();
        await desk.support.jobs.cancel({ jobId: waiting?.id ?? "" });
        expect(await desk.storage.count(jobRates)).toBe(1);
        await desk.clock.advance(10_000);
        await desk.support.tick();
        expect(await desk.storage.count(jobRates)).toBe(0);
        expect(await desk.names()).toHaveLength(4);
      }));
  });
}

async function untilDone({ support, clock, waiting }: ErrandDesk, stepMs: number): Promise<void> {
  for (let step = 0; step < 400 && (await waiting()).length > 0; step++) {
    await clock.advance(stepMs);
    await support.tick();
  }
  expect(await waiting()).toEqual([]);
}

function expectWithin(
  starts: readonly { readonly at: number }[],
  { limit, perMs }: { readonly limit: number; readonly perMs: number },
): void {
  const moments = starts.map(({ at }) => at).sort((left, right) => left - right);
  for (const [index, at] of moments.entries())
    expect((moments[index + limit] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(perMs);
}

function named(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${name} ${at}`);
}
