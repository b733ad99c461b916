import { defineWalk, type Transaction, type WalkRunner } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { type ErrandDesk, onErrandDesk } from "./harness/errandDesk.ts";
import { type ErrandRow, errandRows } from "./harness/errands.ts";
import type { DeskSuiteOptions } from "./options.ts";

const backfill = { walk: "errands.backfill", key: "first" } as const;

interface Script {
  readonly step?: (tx: Transaction, rows: readonly ErrandRow[]) => Promise<void> | void;
  readonly batch?: number;
}

/** Counts each row of the errands. */
function counting({ step = () => {}, batch = 10 }: Script = {}): WalkRunner {
  return defineWalk({
    name: "errands.backfill",
    table: errandRows,
    where: ({ only }) =>
      typeof only === "string" ? { field: "name", startsWith: only } : { field: "name", isNot: "" },
    batch,
    async step(tx, rows) {
      await step(tx, rows);
      for (const row of rows) tx.update(errandRows, row, { swept: row.swept + 1 });
      return rows.length;
    },
  });
}

export function walkTests(options: DeskSuiteOptions): void {
  describe("walks", () => {
    /** A desk with rows to walk over. */
    const onWalk = (script: Script, rows: number, body: (walk: WalkDesk) => Promise<void>) =>
      onErrandDesk(options, {}, async (base) => {
        await base.due(named("row", rows));
        await base.support.tick();
        const open = async () => {
          const desk = await base.another({ walks: [counting(script)] }, [], { worker: { concurrency: 1 } });
          return { desk, walks: desk.support.walks };
        };
        const first = await open();
        await body({ ...first, open });
      });

    test("looks at each row once, in small commits, and tells how far it is", () => {
      const batches: number[] = [];
      return onWalk({ step: (_, rows) => void batches.push(rows.length) }, 45, async ({ desk, walks }) => {
        await expect(walks.get(backfill)).rejects.toMatchObject({ code: "NOT_FOUND" });
        expect(await walks.start(backfill)).toMatchObject({ state: "running", looked: 0, estimated: null });
        await desk.support.tick();
        expect(batches).toEqual([10, 10, 10, 10, 5]);
        expect(new Set(await swept(desk))).toEqual(new Set([2]));
        expect(await walks.get(backfill)).toMatchObject({
          ...{ state: "done", looked: 45, changed: 45, estimated: 45, failure: null },
          finishedAt: desk.clock.now(),
        });
      });
    });

    test("started twice under a key it is one walk, also at once; under another key it is another", () =>
      onWalk({}, 25, async ({ desk, walks, open }) => {
        const other = await open();
        const started = await desk.settled(
          Promise.all([walks.start(backfill), other.walks.start(backfill), walks.start(backfill)]),
        );
        expect(new Set(started.map(({ id }) => id)).size).toBe(1);
        await desk.support.tick();
        await walks.start(backfill);
        await desk.support.tick();
        expect(new Set(await swept(desk))).toEqual(new Set([2]));
        await walks.start({ ...backfill, again: true });
        await walks.start({ ...backfill, key: "second" });
        await desk.support.tick();
        expect(new Set(await swept(desk))).toEqual(new Set([4]));
      }));

    test("goes on behind its last batch when a process dies, wherever its commits stop", () => {
      const cut = { after: 3, storage: () => {} };
      const step = () => {
        if (--cut.after === 0) cut.storage();
      };
      return onWalk({ step }, 45, async ({ desk, walks, open }) => {
        cut.storage = desk.storage.cut;
        await walks.start(backfill);
        await desk.support.tick().catch(() => undefined);
        desk.storage.mend();
        const next = await open();
        for (let look = 0; look < 5; look++) {
          await next.desk.clock.advance(61_000);
          await next.desk.support.tick();
        }
        expect(new Set(await swept(desk))).toEqual(new Set([2]));
        expect(await next.walks.get(backfill)).toMatchObject({
          ...{ state: "done", looked: 45, changed: 45 },
        });
      });
    });

    test("two workers at once do each row once", () =>
      onWalk({}, 95, async ({ desk, walks, open }) => {
        const other = await open();
        await walks.start(backfill);
        await desk.settled(Promise.all([desk.support.tick(), other.desk.support.tick()]));
        await desk.support.tick();
        expect(new Set(await swept(desk))).toEqual(new Set([2]));
      }));

    test("cancelled, it ends behind its last batch, and can be resumed there", () => {
      let isHeldUp = true;
      const step = (_: Transaction, rows: readonly ErrandRow[]) => {
        if (isHeldUp && rows.some(({ name }) => name === "row 22")) throw new Error("not now");
      };
      return onWalk({ step }, 45, async ({ desk, walks }) => {
        await walks.start(backfill);
        await desk.support.tick();
        await walks.cancel(backfill);
        isHeldUp = false;
        await desk.clock.advance(60_000);
        await desk.support.tick();
        const cancelled = { state: "cancelled", looked: 20, finishedAt: expect.any(Number) };
        expect(await walks.get(backfill)).toMatchObject(cancelled);
        expect(await swept(desk)).toEqual([...Array(20).fill(2), ...Array(25).fill(1)]);
        await walks.resume(backfill);
        await desk.support.tick();
        expect(new Set(await swept(desk))).toEqual(new Set([2]));
        expect(await walks.get(backfill)).toMatchObject({ state: "done" });
      });
    });

    test("cancelled while a batch is done, that batch has no effect", () => {
      let cancel: (() => Promise<unknown>) | null = null;
      const step = async () => {
        const cancelling = cancel;
        cancel = null;
        await cancelling?.();
      };
      return onWalk({ step }, 5, async ({ desk, walks }) => {
        cancel = () => walks.cancel(backfill);
        await walks.start(backfill);
        await desk.support.tick();
        expect(await walks.get(backfill)).toMatchObject({ state: "cancelled", looked: 0 });
        expect(await desk.waiting()).toEqual([]);
        expect(new Set(await swept(desk))).toEqual(new Set([1]));
      });
    });

    test("what fails for good is failed with its cause, and goes on when it is resumed or its job replayed", () => {
      let isBroken = true;
      const step = (_: Transaction, rows: readonly ErrandRow[]) => {
        if (isBroken && rows.some(({ name }) => name === "row 12")) throw new Error("no");
      };
      return onWalk({ step }, 25, async ({ desk, walks }) => {
        await walks.start(backfill);
        for (let attempt = 0; attempt < 13; attempt++) {
          await desk.support.tick();
          await desk.clock.advance(4 * 3_600_000);
        }
        expect(await walks.get(backfill)).toMatchObject({
          ...{
            state: "failed",
            looked: 10,
            failure: { code: "EXTENSION_FAILED", message: expect.stringMatching(/errands.*: no$/) },
          },
        });
        isBroken = false;
        const [letter] = (await desk.support.jobs.list({ state: "dead" })).rows;
        await walks.resume(backfill);
        await desk.support.jobs.replay({ jobId: letter?.id ?? "" });
        await desk.support.tick();
        expect(await walks.get(backfill)).toMatchObject({
          state: "done",
          looked: 25,
        });
        expect(new Set(await swept(desk))).toEqual(new Set([2]));
      });
    });

    test("hands its data to each batch, and walks over the rows that it speaks of only", () =>
      onWalk({}, 25, async ({ desk, walks }) => {
        await walks.start({ ...backfill, data: { only: "row 1" } });
        await desk.support.tick();
        expect(await walks.get(backfill)).toMatchObject({
          ...{ state: "done", looked: 11, estimated: 11 },
        });
      }));

    test("a walk over nothing is done", () =>
      onWalk({}, 0, async ({ desk, walks }) => {
        await walks.start({ ...backfill, data: { only: "nothing" } });
        await desk.support.tick();
        expect(await walks.get(backfill)).toMatchObject({
          state: "done",
          looked: 0,
        });
      }));

    test("a walk that does not exist is refused, with the one that was probably meant", () =>
      onWalk({}, 1, async ({ walks }) => {
        await expect(walks.start({ ...backfill, walk: "errands.bakfill" })).rejects.toMatchObject({
          code: "NOT_FOUND",
          message: expect.stringContaining('Did you mean "errands.backfill"?'),
        });
        await walks.start(backfill);
        await expect(walks.resume(backfill)).rejects.toMatchObject({ code: "INVALID_TRANSITION" });
        expect((await walks.list()).rows).toMatchObject([{ name: "errands.backfill", key: "first" }]);
      }));

    test.each([{ batch: 0 }, { batch: 501 }, { batch: 1.5 }])(
      "a desk with a walk of %j does not start",
      (script) =>
        onErrandDesk(options, {}, async (desk) => {
          await expect(desk.another({ walks: [counting(script)] })).rejects.toMatchObject({
            code: "INVALID_CONFIGURATION",
            message: expect.stringContaining("batch must be"),
          });
        }),
    );
  });
}

interface OpenWalk {
  readonly desk: ErrandDesk;
  readonly walks: ErrandDesk["support"]["walks"];
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
