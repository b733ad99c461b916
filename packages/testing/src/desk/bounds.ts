import {
  defineCommand,
  definePlugin,
  defineReaction,
  defineSweep,
  defineTable,
  instant,
  nothing,
  type Receipt,
} from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { onErrandDesk } from "./harness/errandDesk.ts";
import { done } from "./harness/errands.ts";
import { gate } from "./harness/gate.ts";
import { onDesk } from "./harness/openDesk.ts";
import { passing, until } from "./harness/passing.ts";
import { queued } from "./harness/queued.ts";
import { externalIdOf } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

const hangingRows = defineTable("hangingRows", {
  comment: "Rows that a sweep never gets done with.",
  idPrefix: "hng",
  fields: { dueAt: instant().nullable(), leasedUntil: instant().nullable(), fence: z.int() },
  sparseIndexes: { due: ["dueAt"] },
});

const minuteMs = 60_000;
const never = () => new Promise<never>(() => undefined);
const settings = { delivery: { maxRunMs: minuteMs }, worker: { concurrency: 1, pollMs: 1_000 } } as const;

export function boundTests(options: DeskSuiteOptions): void {
  describe("bounds of what others do", () => {
    test("a delivery that never settles is aborted, recorded, and made again under the same key", () =>
      onDesk(
        options,
        async (desk) => {
          const signals: AbortSignal[] = [];
          desk.letters.script((_, signal) => {
            signals.push(signal);
            return never();
          });
          const message = await queued(desk);
          const ticking = desk.support.tick();
          await until(() => signals.length === 1);
          await passing(desk, minuteMs);
          await desk.settled(ticking);
          expect(signals[0]?.aborted).toBe(true);
          expect(desk.reports).toMatchObject([{ error: { code: "TIMED_OUT", retryable: true } }]);
          expect((await desk.support.jobs.list()).rows).toMatchObject([
            { leasedUntil: null, failures: [{ attempt: 1, code: "TIMED_OUT" }] },
          ]);
          await desk.clock.advance(minuteMs);
          await desk.support.tick();
          expect(await message.state()).toBe("sent");
          expect(desk.letters.handed.map(({ idempotencyKey }) => idempotencyKey)).toEqual([
            message.id,
            message.id,
          ]);
        },
        settings,
      ));

    test("its slot is free for others while it hangs, also with one slot", () =>
      onDesk(
        options,
        async (desk) => {
          desk.letters.script(never);
          const stuck = await queued(desk);
          await desk.support.start();
          await until(() => desk.letters.handed.length === 1);
          const other = await queued(desk);
          await passing(desk, 2 * minuteMs);
          await until(() => desk.letters.handed.length >= 2);
          await passing(desk, minuteMs);
          expect(await other.state()).toBe("sent");
          expect(await stuck.state()).toBe("sent");
          await desk.settled(desk.support.stop());
        },
        settings,
      ));

    test("what the provider says after its time is ignored, and nothing is recorded twice", () =>
      onDesk(
        options,
        async (desk) => {
          const late = Promise.withResolvers<Receipt>();
          desk.letters.script(() => late.promise);
          const message = await queued(desk);
          const ticking = desk.support.tick();
          await until(() => desk.letters.handed.length === 1);
          await passing(desk, minuteMs);
          await desk.settled(ticking);
          late.resolve({ externalId: "<late@example.com>", refused: [], detail: "late" });
          await passing(desk, 1_000);
          expect(await message.state()).toBe("queued");
          await desk.clock.advance(minuteMs);
          await desk.support.tick();
          expect(await desk.support.delivery.receipt({ messageId: message.id })).toMatchObject({
            externalId: externalIdOf(message.id),
          });
          expect((await desk.support.events.list({ type: "message.sent" })).rows).toHaveLength(1);
        },
        settings,
      ));

    test("cancelling a job that heeds nothing frees its slot at once", () => {
      const begun: string[] = [];
      const run: typeof done = async (job) => {
        begun.push(job.data.name);
        if (job.data.name === "stuck") await never();
        await done(job);
      };
      return onErrandDesk(
        options,
        { run },
        async (desk) => {
          await desk.send("stuck");
          await desk.support.start();
          await until(() => begun.length === 1);
          await desk.send("next");
          const [stuck] = (await desk.support.jobs.list()).rows;
          await desk.support.jobs.cancel({ jobId: stuck?.id ?? "" });
          await passing(desk, 2_000);
          await until(() => begun.length === 2);
          await passing(desk, 1_000);
          expect(await desk.names()).toEqual(["dead stuck", "next"]);
          await desk.settled(desk.support.stop());
        },
        { worker: { concurrency: 1 } },
      );
    });

    test("a handler has the bound that it names, and is set aside when it has used up its attempts", () => {
      const { opened, open } = gate();
      const run: typeof done = async (job) => {
        await opened;
        await done(job);
      };
      return onErrandDesk(options, { run, maxRunMs: 5_000, maxAttempts: 1 }, async (desk) => {
        await desk.send("slow");
        const ticking = desk.support.tick();
        await passing(desk, 6_000);
        await desk.settled(ticking);
        open();
        await passing(desk, 1_000);
        expect(await desk.names()).toEqual(["dead slow"]);
        expect((await desk.support.jobs.list({ state: "dead" })).rows).toMatchObject([
          { failures: [{ code: "TIMED_OUT" }] },
        ]);
      });
    });

    test("a sweep that never ends keeps no other from its rows, and the desk stops all the same", () => {
      const hanging = defineSweep({
        name: "hanging.never",
        table: hangingRows,
        handle: never,
      });
      const add = defineCommand({
        name: "hanging.add",
        summary: "Writes a row that is due.",
        input: z.strictObject({}),
        output: nothing,
        access: { permission: null },
        http: "POST /hanging",
        run: (tx): void => void tx.insert(hangingRows, { dueAt: tx.now, fence: 0 }),
      });
      const plugin = definePlugin({
        id: "hanging",
        tables: [hangingRows],
        operations: { add },
        sweeps: [hanging],
      });
      return onErrandDesk(options, {}, async (base) => {
        const desk = await base.another({}, [plugin], { worker: { drainMs: 1_000 } });
        await (desk.support as typeof desk.support & { hanging: { add(): Promise<void> } }).hanging.add();
        await desk.support.start();
        await desk.due(["a", "b"]);
        await passing(desk, 3_000);
        expect((await desk.rows()).map(({ swept }) => swept)).toEqual([1, 1]);
        await desk.settled(desk.support.stop());
        expect(desk.reports).toMatchObject([{ error: { code: "STOPPED" }, what: "stopping the sweeps" }]);
      });
    });

    test("a connector that never says whether it trusts or understands a delivery is given up", () =>
      onDesk(options, async (desk) => {
        const silent = await desk.another({
          channels: [{ ...desk.letters, verify: never }],
          worker: { maxCallMs: 1_000 },
        });
        const verifying = silent.receive([]).then(
          () => "taken",
          (error) => error.code,
        );
        expect(await silent.settled(verifying)).toBe("TIMED_OUT");
        const lost = await desk.another({
          channels: [{ ...desk.letters, parse: never }],
          worker: { maxCallMs: 1_000 },
        });
        expect(await lost.settled(lost.receive([]))).toMatchObject({ outcome: "kept" });
        expect((await lost.support.intake.listKept()).rows).toMatchObject([
          { problem: expect.stringContaining("did not finish within 1000 ms") },
        ]);
      }));

    test("a reaction of a plugin that never ends fails the command, which wrote nothing", () =>
      onDesk(options, async (desk) => {
        const plugin = definePlugin({
          id: "endless",
          reactions: [defineReaction({ on: "case.opened", phase: "decide", run: never })],
        });
        const { support, settled } = await desk.another({ plugins: [plugin], worker: { maxCallMs: 1_000 } });
        const customer = await support.customers.create({ name: "Ada" });
        const opening = support.cases
          .open({ customerId: customer.id, subject: "s", message: { text: "t" } })
          .then(
            () => "opened",
            (error) => error.code,
          );
        expect(await settled(opening)).toBe("TIMED_OUT");
        expect((await support.cases.list()).rows).toEqual([]);
      }));
  });
}
