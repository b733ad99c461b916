import { describe, expect, test } from "vitest";
import { onErrandDesk } from "./harness/errandDesk.ts";
import { done } from "./harness/errands.ts";
import { gate } from "./harness/gate.ts";
import { passing, until } from "./harness/passing.ts";
import type { DeskSuiteOptions } from "./options.ts";

const leaseMs = 60_000;

export function jobTests(options: DeskSuiteOptions): void {
  describe("jobs", () => {
    test("a job's effects and its end are one commit, and its row is gone", () =>
      onErrandDesk(options, {}, async ({ support, send, names, waiting }) => {
        await send("milk");
        expect(await waiting()).toHaveLength(1);
        expect(await support.tick()).toEqual({ jobs: 1, swept: 0 });
        expect(await names()).toEqual(["milk"]);
        expect(await waiting()).toEqual([]);
        expect(await support.tick()).toEqual({ jobs: 0, swept: 0 });
      }));

    test("a job is not done before its time", () =>
      onErrandDesk(options, {}, async ({ support, send, names, clock }) => {
        await send("milk", { dueAt: clock.now() + 1_000 });
        await support.tick();
        await clock.advance(999);
        await support.tick();
        expect(await names()).toEqual([]);
        await clock.advance(1);
        await support.tick();
        expect(await names()).toEqual(["milk"]);
      }));

    test("of waiting jobs one has a key", () =>
      onErrandDesk(options, {}, async ({ support, send, names, settled }) => {
        await send("first", { key: "k" });
        await send("second", { key: "k" });
        await settled(Promise.all([send("a", { key: "l" }), send("b", { key: "l" })]));
        await support.tick();
        expect(await names()).toHaveLength(2);
        await send("third", { key: "k" });
        await support.tick();
        expect((await names()).filter((name) => ["first", "second", "third"].includes(name))).toEqual([
          "first",
          "third",
        ]);
      }));

    test("what is wanted under the key of a job that is running already is done after it", () => {
      const { opened, open } = gate();
      const taken = gate();
      const run: typeof done = async (job) => {
        taken.open();
        if (job.data.name === "first") await opened;
        await done(job);
      };
      return onErrandDesk(options, { run }, async ({ support, send, names, settled }) => {
        await send("first", { key: "k" });
        const ticking = support.tick();
        await taken.opened;
        await settled(send("second", { key: "k" }));
        open();
        await settled(ticking);
        await support.tick();
        expect(await names()).toEqual(["first", "second"]);
      });
    });

    test("a job that is taken while it is wanted again under its key is done again", () =>
      onErrandDesk(options, {}, async (desk) => {
        await desk.send("first", { key: "k" });
        const other = await desk.another({ run: done });
        await desk.settled(Promise.all([other.support.tick(), desk.send("second", { key: "k" })]));
        await desk.support.tick();
        const names = await desk.names();
        expect(names[0]).toBe("first");
        // Either it was still waiting, and is one with the second; or it ran, and the second ran after it.
        if (names.length > 1) expect(names).toEqual(["first", "second"]);
      }));

    test("two workers share the jobs, and none is done twice", () =>
      onErrandDesk(options, {}, async (desk) => {
        const wanted = Array.from({ length: 40 }, (_, at) => `errand-${String(at).padStart(2, "0")}`);
        for (const name of wanted) await desk.send(name);
        const other = await desk.another();
        const ran = await desk.settled(Promise.all([desk.support.tick(), other.support.tick()]));
        expect(ran.reduce((sum, { jobs }) => sum + jobs, 0)).toBe(40);
        expect([...(await desk.names())].sort()).toEqual(wanted);
      }));

    test("a job of a worker that died is taken over when the lease has passed", () =>
      onErrandDesk(options, {}, async (desk) => {
        const attempts: number[] = [];
        const taken = gate();
        const dying = await desk.another({
          run: () => {
            taken.open();
            return new Promise(() => undefined);
          },
        });
        const living = await desk.another({
          run: async (run) => {
            attempts.push(run.job.attempt);
            await done(run);
          },
        });
        await desk.send("milk");
        void dying.support.tick();
        await taken.opened;
        dying.storage.cut();
        await desk.clock.advance(leaseMs - 1);
        await living.support.tick();
        expect(attempts).toEqual([]);
        await desk.clock.advance(1);
        await living.support.tick();
        expect(attempts).toEqual([2]);
        expect(await desk.names()).toEqual(["milk"]);
      }));

    test("a long job keeps its lease by heartbeats", () => {
      const { opened, open } = gate();
      const taken = gate();
      const slow: typeof done = async (run) => {
        taken.open();
        await opened;
        await done(run);
      };
      return onErrandDesk(options, { run: slow }, async (desk) => {
        await desk.send("long");
        const ticking = desk.support.tick();
        await taken.opened;
        const other = await desk.another();
        for (let minute = 0; minute < 10; minute++) {
          await passing(desk, leaseMs);
          expect((await other.support.tick()).jobs).toBe(0);
        }
        open();
        await desk.settled(ticking);
        expect(await desk.names()).toEqual(["long"]);
        expect(desk.reports).toEqual([]);
      });
    });

    test("a heartbeat that does not get through is tried again", () => {
      const { opened, open } = gate();
      const taken = gate();
      const slow: typeof done = async (run) => {
        taken.open();
        await opened;
        await done(run);
      };
      return onErrandDesk(options, { run: slow }, async (desk) => {
        await desk.send("long");
        const ticking = desk.support.tick();
        await taken.opened;
        desk.storage.failNext("before");
        for (let minute = 0; minute < 3; minute++) {
          await passing(desk, leaseMs - 1);
          expect((await (await desk.another()).support.tick()).jobs).toBe(0);
        }
        open();
        await desk.settled(ticking);
        expect(await desk.names()).toEqual(["long"]);
        expect(desk.reports.map(({ what }) => what)).toEqual(["heartbeat of job errands.run"]);
      });
    });

    test("the result of a worker that lost its lease is rejected, and it is asked to stop", () => {
      const { opened, open } = gate();
      const taken = gate();
      const signals: AbortSignal[] = [];
      const zombie: typeof done = async (run) => {
        signals.push(run.signal);
        taken.open();
        await opened;
        await done(run);
      };
      return onErrandDesk(options, { run: zombie }, async (desk) => {
        await desk.send("milk");
        const ticking = desk.support.tick();
        await taken.opened;
        for (let beats = 0; beats < 4; beats++) desk.storage.failNext("before");
        await passing(desk, leaseMs);
        const other = await desk.another();
        expect((await other.support.tick()).jobs).toBe(1);
        await passing(desk, leaseMs);
        await until(() => signals.every(({ aborted }) => aborted));
        open();
        await desk.settled(ticking);
        expect(await desk.names()).toEqual(["milk"]);
        expect(desk.reports.at(-1)?.error).toMatchObject({ code: "LEASE_LOST" });
        expect((await desk.support.jobs.list({ state: "dead" })).rows).toEqual([]);
      });
    });

    test.each(["before", "after"] as const)(
      "a job whose last commit fails %s it was applied has its effects once",
      (fault) =>
        onErrandDesk(options, {}, async (desk) => {
          await desk.send("milk");
          desk.storage.failNext(fault);
          await desk.support.tick();
          await desk.clock.advance(10_000);
          await desk.support.tick();
          expect(await desk.names()).toEqual(["milk"]);
          expect(await desk.waiting()).toEqual([]);
        }),
    );
  });
}
