import { describe, expect, test } from "vitest";
import { onErrandDesk } from "./harness/errandDesk.ts";
import { done } from "./harness/errands.ts";
import { gate } from "./harness/gate.ts";
import { passing, until } from "./harness/passing.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function cancelTests(options: DeskSuiteOptions): void {
  describe("cancelled jobs", () => {
    test("a cancelled job is not done, its kind is told, and it can be replayed", () => {
      const dead: string[] = [];
      const script = { onDead: (name: string) => void dead.push(name) };
      return onErrandDesk(options, script, async ({ support, send, names, clock }) => {
        await send("later", { dueAt: clock.now() + 1_000, key: "k" });
        await send("now");
        const [first, second] = (await support.jobs.list()).rows;
        expect([first?.data, second?.data]).toEqual([{ name: "now" }, { name: "later" }]);
        await support.jobs.cancel({ jobId: second?.id ?? "" });
        expect(dead).toEqual(["later"]);
        expect((await support.jobs.list()).rows).toHaveLength(1);
        await clock.advance(1_000);
        await support.tick();
        expect(await names()).toEqual(["dead later", "now"]);
        const [letter] = (await support.jobs.list({ state: "dead" })).rows;
        expect(letter).toMatchObject({
          id: second?.id,
          key: null,
          failures: [{ attempt: 0, code: "CANCELLED", message: expect.stringContaining("by the host") }],
        });
        await support.jobs.replay({ jobId: letter?.id ?? "" });
        await support.tick();
        expect(await names()).toEqual(["dead later", "now", "later"]);
      });
    });

    test("one that runs is asked to stop, and its result is rejected", () => {
      const { opened, open } = gate();
      const taken = gate();
      const signals: AbortSignal[] = [];
      const run: typeof done = async (job) => {
        signals.push(job.signal);
        taken.open();
        await opened;
        await done(job);
      };
      return onErrandDesk(options, { run }, async (desk) => {
        await desk.send("milk");
        const ticking = desk.support.tick();
        await taken.opened;
        const [running] = (await desk.support.jobs.list()).rows;
        await desk.support.jobs.cancel({ jobId: running?.id ?? "" });
        await passing(desk, 60_000);
        await until(() => signals.every(({ aborted }) => aborted));
        open();
        await desk.settled(ticking);
        expect(await desk.names()).toEqual(["dead milk"]);
        expect(desk.reports.map(({ error }) => error)).toMatchObject([{ code: "LEASE_LOST" }]);
        expect((await desk.support.jobs.list({ state: "dead" })).rows).toMatchObject([
          { failures: [{ attempt: 1 }] },
        ]);
      });
    });

    test("a job is cancelled or done, never both, however the two meet", () =>
      onErrandDesk(options, {}, async ({ support, send, names, settled }) => {
        for (let at = 0; at < 20; at++) await send(`errand-${at}`);
        const waiting = (await support.jobs.list()).rows;
        const cancelled = await settled(
          Promise.all([
            support.tick(),
            Promise.allSettled(waiting.map(({ id }) => support.jobs.cancel({ jobId: id }))),
          ]).then(([, results]) => results.filter(({ status }) => status === "fulfilled").length),
        );
        const all = await names();
        expect(new Set(all.map((name) => name.replace("dead ", ""))).size).toBe(20);
        expect(all).toHaveLength(20);
        expect(all.filter((name) => name.startsWith("dead"))).toHaveLength(cancelled);
        expect((await support.jobs.list({ state: "dead" })).rows).toHaveLength(cancelled);
      }));

    test("what was done, is dead or never was cannot be cancelled", () =>
      onErrandDesk(options, {}, async ({ support, send }) => {
        await send("milk");
        const [first] = (await support.jobs.list()).rows;
        await support.tick();
        await send("bread");
        const [second] = (await support.jobs.list()).rows;
        await support.jobs.cancel({ jobId: second?.id ?? "" });
        for (const id of [first?.id ?? "", second?.id ?? "", "job_none"])
          await expect(support.jobs.cancel({ jobId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
      }));
  });
}
