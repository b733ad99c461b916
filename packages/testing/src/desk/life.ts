import { describe, expect, test } from "vitest";
import { onErrandDesk } from "./harness/errandDesk.ts";
import { done } from "./harness/errands.ts";
import { gate } from "./harness/gate.ts";
import { onDesk } from "./harness/openDesk.ts";
import { passing, until } from "./harness/passing.ts";
import { scriptedChannel } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function lifeTests(options: DeskSuiteOptions): void {
  describe("the life of a desk", () => {
    test("a desk that was started does what becomes due at once, without waiting for the next look", () => {
      const ran: string[] = [];
      const run: typeof done = async (job) => {
        ran.push(job.data.name);
        await done(job);
      };
      return onErrandDesk(options, { run }, async (desk) => {
        await desk.support.start();
        await desk.send("milk");
        await until(() => ran.length === 1);
        await desk.settled(desk.support.stop());
      });
    });

    test("it finds what is due later, and what another process wrote, at its next look", () => {
      const ran: string[] = [];
      const run: typeof done = async (job) => {
        ran.push(job.data.name);
        await done(job);
      };
      return onErrandDesk(options, { run }, async (desk) => {
        await desk.support.start();
        const other = await desk.another();
        await other.send("elsewhere");
        await other.send("later", { dueAt: desk.clock.now() + 5_000 });
        await passing(desk, 2_000);
        expect(ran).toEqual(["elsewhere"]);
        await passing(desk, 5_000);
        expect(ran).toEqual(["elsewhere", "later"]);
        await desk.due(["a"]);
        await passing(desk, 2_000);
        expect((await desk.rows()).find(({ name }) => name === "a")?.swept).toBe(1);
        await desk.settled(desk.support.stop());
      });
    });

    test("stopping waits for what is running, leaves no timer, and closes the storage", () => {
      const [taken, going] = [gate(), gate()];
      const run: typeof done = async (job) => {
        taken.open();
        await going.opened;
        await done(job);
      };
      return onErrandDesk(options, { run }, async (desk) => {
        await desk.send("milk");
        await desk.support.start();
        await taken.opened;
        let isStopped = false;
        const stopping = desk.support.stop().then(() => {
          isStopped = true;
        });
        await passing(desk, 5_000);
        expect(isStopped).toBe(false);
        expect(await desk.names()).toEqual([]);
        going.open();
        await until(() => isStopped);
        await stopping;
        expect(desk.reports).toEqual([]);
        expect(desk.clock.waiting).toBe(0);
        await expect(desk.support.cases.list()).rejects.toMatchObject({ code: "STOPPED" });
      });
    });

    test("what does not end in time is asked to stop, and stopping does not wait forever for what ignores that", () => {
      const taken = gate();
      const signals: AbortSignal[] = [];
      const run: typeof done = (job) => {
        signals.push(job.signal);
        taken.open();
        return new Promise(() => undefined);
      };
      return onErrandDesk(options, { run }, async (desk) => {
        await desk.send("deaf");
        await desk.support.start();
        await taken.opened;
        const before = desk.clock.now();
        await desk.settled(desk.support.stop());
        expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
        expect(desk.clock.now() - before).toBeGreaterThanOrEqual(10_000);
        expect(desk.clock.now() - before).toBeLessThan(30_000);
        expect(desk.reports.map(({ what }) => what)).toEqual([expect.stringContaining("errands.run")]);
        expect(desk.clock.waiting).toBe(0);
      });
    });

    test("starting twice is starting once, and stopping twice is stopping once", () => {
      const ran: string[] = [];
      const run: typeof done = async (job) => {
        ran.push(job.data.name);
        await done(job);
      };
      return onErrandDesk(options, { run }, async (desk) => {
        await Promise.all([desk.support.start(), desk.support.start()]);
        await desk.send("milk");
        await until(() => ran.length > 0);
        await desk.settled(Promise.all([desk.support.stop(), desk.support.stop()]));
        await desk.settled(desk.support.stop());
        expect(ran).toEqual(["milk"]);
        expect(desk.clock.waiting).toBe(0);
        await expect(desk.support.start()).rejects.toMatchObject({ code: "STOPPED" });
      });
    });

    test("a channel that cannot start leaves nothing running", () => {
      const stopped: string[] = [];
      const first = { ...scriptedChannel("first"), stop: async () => void stopped.push("first") };
      const second = {
        ...scriptedChannel("second"),
        start: () => Promise.reject(new Error("wrong password")),
        stop: async () => void stopped.push("second"),
      };
      return onDesk(
        options,
        async (desk) => {
          const starting = desk.settled(desk.support.start());
          await expect(starting).rejects.toThrow("wrong password");
          expect(stopped).toContain("first");
          expect(desk.clock.waiting).toBe(0);
        },
        { channels: [first, second] },
      );
    });

    test("a channel that cannot stop keeps neither the others nor the storage from it", () => {
      const stopped: string[] = [];
      const first = { ...scriptedChannel("first"), stop: () => Promise.reject(new Error("stuck")) };
      const second = { ...scriptedChannel("second"), stop: async () => void stopped.push("second") };
      return onDesk(
        options,
        async (desk) => {
          await desk.support.start();
          await desk.settled(desk.support.stop());
          expect(stopped).toEqual(["second"]);
          expect(desk.reports.map(({ error }) => String(error))).toEqual(["Error: stuck"]);
          expect(desk.clock.waiting).toBe(0);
          await expect(desk.support.cases.list()).rejects.toMatchObject({ code: "STOPPED" });
        },
        { channels: [first, second] },
      );
    });

    test("a temporary outage of the storage is reported, and then everything continues", () => {
      const ran: string[] = [];
      const run: typeof done = async (job) => {
        ran.push(job.data.name);
        await done(job);
      };
      return onErrandDesk(options, { run }, async (desk) => {
        await desk.support.start();
        desk.storage.cut();
        await passing(desk, 3_000);
        expect(desk.reports.length).toBeGreaterThan(0);
        desk.storage.mend();
        await desk.send("milk");
        await passing(desk, 3_000);
        expect(ran).toEqual(["milk"]);
        await desk.settled(desk.support.stop());
      });
    });
  });
}
