import {
  cancelWalk,
  definePlugin,
  defineWalk,
  type JobRun,
  resumeWalk,
  type StartWalkInput,
  startWalk,
  type Transaction,
  walkProgress,
} from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { type ErrandDesk, onErrandDesk } from "./harness/errandDesk.ts";
import { done, type ErrandRow, errandRows } from "./harness/errands.ts";
import type { DeskSuiteOptions } from "./options.ts";

type Context = JobRun["context"];
const backfill = { walk: "counting.backfill", key: "first" } as const;

interface Script {
  readonly step?: (tx: Transaction, rows: readonly ErrandRow[]) => void;
  readonly batch?: number;
}

/** A plugin that counts each row by a walk. */
function counting({ step = () => {}, batch = 10 }: Script = {}) {
  return definePlugin({
    id: "counting",
    walks: [
      defineWalk({
        name: "counting.backfill",
        table: errandRows,
        where: ({ only }) =>
          typeof only === "string" ? { field: "name", startsWith: only } : { field: "name", isNot: "" },
        batch,
        step(tx, rows) {
          step(tx, rows);
          for (const row of rows) tx.update(errandRows, row, { swept: row.swept + 1 });
          return rows.length;
        },
      }),
    ],
    services: ({ transact }) => ({
      start: (input: StartWalkInput = backfill) => transact((tx) => startWalk(tx, input)),
    }),
  });
}

export function walkTests(options: DeskSuiteOptions): void {
  describe("walks", () => {
    /** A desk with rows to walk over, and a door to what a context is needed for. */
    const onWalk = (script: Script, rows: number, body: (walk: WalkDesk) => Promise<void>) =>
      onErrandDesk(options, {}, async (base) => {
        await base.due(named("row", rows));
        await base.support.tick();
        const open = async () => {
          let operate: (context: Context) => Promise<unknown> = async () => null;
          let result: unknown = null;
          const run: typeof done = async (job) => {
            if (job.data.name !== "operate") return done(job);
            result = await operate(job.context);
          };
          const plugin = counting(script);
          const desk = await base.another({ run }, [plugin], { worker: { concurrency: 1 } });
          // The plugin is there; the desk's general type does not name it.
          const services = (desk.support.plugins as Readonly<Record<string, unknown>>).counting as ReturnType<
            NonNullable<typeof plugin.services>
          >;
          const within = async (operation: (context: Context) => Promise<unknown>) => {
            operate = operation;
            await desk.send("operate", { lane: "interactive" });
            await desk.support.tick();
            return result;
          };
          return { desk, start: services.start, within };
        };
        const first = await open();
        await body({ ...first, open });
      });

    test("looks at each row once, in small commits, and tells how far it is", () => {
      const batches: number[] = [];
      return onWalk(
        { step: (_, rows) => void batches.push(rows.length) },
        45,
        async ({ desk, start, within }) => {
          expect(await within((context) => walkProgress(context, backfill))).toBeNull();
          expect(await start()).toMatchObject({ state: "running", looked: 0, estimated: null });
          await desk.support.tick();
          expect(batches).toEqual([10, 10, 10, 10, 5]);
          expect(new Set(await swept(desk))).toEqual(new Set([2]));
          expect(await within((context) => walkProgress(context, backfill))).toMatchObject({
            ...{ state: "done", looked: 45, changed: 45, estimated: 45, remaining: 0, failure: null },
            finishedAt: desk.clock.now(),
          });
        },
      );
    });

    test("started twice under a key it is one walk, also at once; under another key it is another", () =>
      onWalk({}, 25, async ({ desk, start, open }) => {
        const other = await open();
        const started = await desk.settled(Promise.all([start(), other.start(), start()]));
        expect(new Set(started.map(({ id }) => id)).size).toBe(1);
        await desk.support.tick();
        await start();
        await desk.support.tick();
        expect(new Set(await swept(desk))).toEqual(new Set([2]));
        await start({ ...backfill, again: true });
        await start({ ...backfill, key: "second" });
        await desk.support.tick();
        expect(new Set(await swept(desk))).toEqual(new Set([4]));
      }));

    test("goes on behind its last batch when a process dies, wherever its commits stop", () => {
      const cut = { after: 3, storage: () => {} };
      const step = () => {
        if (--cut.after === 0) cut.storage();
      };
      return onWalk({ step }, 45, async ({ desk, start, open }) => {
        cut.storage = desk.storage.cut;
        await start();
        await desk.support.tick().catch(() => undefined);
        desk.storage.mend();
        const next = await open();
        for (let look = 0; look < 5; look++) {
          await next.desk.clock.advance(61_000);
          await next.desk.support.tick();
        }
        expect(new Set(await swept(desk))).toEqual(new Set([2]));
        expect(await next.within((context) => walkProgress(context, backfill))).toMatchObject({
          ...{ state: "done", looked: 45, changed: 45 },
        });
      });
    });

    test("two workers at once do each row once", () =>
      onWalk({}, 95, async ({ desk, start, open }) => {
        const other = await open();
        await start();
        await desk.settled(Promise.all([desk.support.tick(), other.desk.support.tick()]));
        await desk.support.tick();
        expect(new Set(await swept(desk))).toEqual(new Set([2]));
      }));

    test("cancelled, it ends behind its last batch, and can be resumed there", () => {
      let isHeldUp = true;
      const step = (_: Transaction, rows: readonly ErrandRow[]) => {
        if (isHeldUp && rows.some(({ name }) => name === "row 22")) throw new Error("not now");
      };
      return onWalk({ step }, 45, async ({ desk, start, within }) => {
        await start();
        await desk.support.tick();
        await within((context) => cancelWalk(context, backfill));
        isHeldUp = false;
        await desk.clock.advance(60_000);
        await desk.support.tick();
        const cancelled = { state: "cancelled", looked: 20, remaining: 25, finishedAt: expect.any(Number) };
        expect(await within((context) => walkProgress(context, backfill))).toMatchObject(cancelled);
        expect(await swept(desk)).toEqual([...Array(20).fill(2), ...Array(25).fill(1)]);
        await within((context) => resumeWalk(context, backfill));
        await desk.support.tick();
        expect(new Set(await swept(desk))).toEqual(new Set([2]));
        expect(await within((context) => walkProgress(context, backfill))).toMatchObject({ state: "done" });
      });
    });

    test("cancelled while a batch is done, that batch has no effect", () => {
      let cancel: (() => Promise<void>) | null = null;
      return onErrandDesk(options, {}, async (base) => {
        await base.due(named("row", 5));
        const run: typeof done = async ({ context }) => {
          cancel = async () => void (await cancelWalk(context, backfill));
        };
        const waiting = defineWalk({
          name: "counting.backfill",
          table: errandRows,
          async step(tx, rows) {
            const cancelling = cancel;
            cancel = null;
            await cancelling?.();
            for (const row of rows) tx.update(errandRows, row, { swept: 100 });
          },
        });
        const plugin = definePlugin({
          id: "counting",
          walks: [waiting],
          services: ({ transact }) => ({ start: () => transact((tx) => startWalk(tx, backfill)) }),
        });
        const desk = await base.another({ run }, [plugin]);
        await desk.send("a context, please");
        await desk.support.tick();
        await (
          (desk.support.plugins as Readonly<Record<string, unknown>>).counting as ReturnType<
            NonNullable<typeof plugin.services>
          >
        ).start();
        await desk.support.tick();
        expect(await desk.waiting()).toEqual([]);
        expect((await swept(desk)).filter((count) => count === 100)).toEqual([]);
      });
    });

    test("what fails for good is failed with its cause, and goes on when it is resumed or its job replayed", () => {
      let isBroken = true;
      const step = (_: Transaction, rows: readonly ErrandRow[]) => {
        if (isBroken && rows.some(({ name }) => name === "row 12")) throw new Error("no");
      };
      return onWalk({ step }, 25, async ({ desk, start, within }) => {
        await start();
        for (let attempt = 0; attempt < 13; attempt++) {
          await desk.support.tick();
          await desk.clock.advance(4 * 3_600_000);
        }
        expect(await within((context) => walkProgress(context, backfill))).toMatchObject({
          ...{ state: "failed", looked: 10, remaining: 15, failure: { code: "Error", message: "no" } },
        });
        isBroken = false;
        const [letter] = (await desk.support.jobs.list({ state: "dead" })).rows;
        await within((context) => resumeWalk(context, backfill));
        await desk.support.jobs.replay({ jobId: letter?.id ?? "" });
        await desk.support.tick();
        expect(await within((context) => walkProgress(context, backfill))).toMatchObject({
          state: "done",
          looked: 25,
        });
        expect(new Set(await swept(desk))).toEqual(new Set([2]));
      });
    });

    test("hands its data to each batch, and walks over the rows that it speaks of only", () =>
      onWalk({}, 25, async ({ desk, start, within }) => {
        await start({ ...backfill, data: { only: "row 1" } });
        await desk.support.tick();
        expect(await within((context) => walkProgress(context, backfill))).toMatchObject({
          ...{ state: "done", looked: 11, estimated: 11 },
        });
      }));

    test("a walk over nothing is done", () =>
      onWalk({}, 0, async ({ desk, start, within }) => {
        await start({ ...backfill, data: { only: "nothing" } });
        await desk.support.tick();
        expect(await within((context) => walkProgress(context, backfill))).toMatchObject({
          state: "done",
          looked: 0,
        });
      }));

    test.each([{ batch: 0 }, { batch: 501 }, { batch: 1.5 }])(
      "a desk with a walk of %j does not start",
      (script) =>
        onErrandDesk(options, {}, async (desk) => {
          await expect(desk.another({}, [counting(script)])).rejects.toMatchObject({
            code: "INVALID_CONFIGURATION",
            message: expect.stringContaining("batch must be"),
          });
        }),
    );
  });
}

interface OpenWalk {
  readonly desk: ErrandDesk;
  readonly start: (input?: StartWalkInput) => Promise<{ readonly id: string }>;
  /** Does something that needs the context of a job. */
  readonly within: (operation: (context: Context) => Promise<unknown>) => Promise<unknown>;
}

interface WalkDesk extends OpenWalk {
  /** Another process. */
  readonly open: () => Promise<OpenWalk>;
}

async function swept({ rows }: ErrandDesk): Promise<readonly number[]> {
  return (await rows()).map((row) => row.swept);
}

function named(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${name} ${at}`);
}
