import {
  cases,
  createSupport,
  defineMigration,
  isMigrated,
  type Migration,
  type SupportOptions,
  type Transaction,
} from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { type ErrandDesk, onErrandDesk } from "./harness/errandDesk.ts";
import { type ErrandRow, errandRows, errands } from "./harness/errands.ts";
import { faultyStorage } from "./harness/faultyStorage.ts";
import { writing } from "./harness/migrations.ts";
import type { DeskSuiteOptions } from "./options.ts";

const key = "migration";

interface Script {
  readonly step?: (tx: Transaction, rows: readonly ErrandRow[]) => Promise<void> | void;
  readonly batch?: number;
}

/** Counts each row of the errands once more. */
function counting(name: string, { step = () => {}, batch = 10 }: Script = {}): Migration {
  return defineMigration({
    name: `errands.${name}`,
    table: errandRows,
    batch,
    async step(tx, rows) {
      await step(tx, rows);
      for (const row of rows) tx.update(errandRows, row, { swept: row.swept + 1 });
      return rows.length;
    },
  });
}

type Open = (migrations: readonly Migration[], configure?: Partial<SupportOptions>) => Promise<ErrandDesk>;

export function migrationTests(options: DeskSuiteOptions): void {
  describe("migrations of plugins", () => {
    /** A database with rows that an older version wrote. */
    const onOldRows = (count: number, body: (open: Open, base: ErrandDesk) => Promise<void>) =>
      onErrandDesk(options, {}, async (base) => {
        await base.due(Array.from({ length: count }, (_, at) => `row ${at}`));
        await base.support.tick();
        const open: Open = (migrations, configure = {}) =>
          base.another({ migrations }, [], { worker: { concurrency: 1 }, ...configure });
        await body(open, base);
      });

    test("are made once, one after the other, in small commits, and show how far they are", () => {
      const steps: string[] = [];
      const noting = (name: string) =>
        counting(name, { step: (_, rows) => void steps.push(`${name} ${rows.length}`) });
      const [first, second] = [noting("first"), noting("second")];
      return onOldRows(25, async (open) => {
        const desk = await open([first, second]);
        expect(steps).toEqual([]);
        expect((await desk.support.walks.list()).rows).toMatchObject([
          { name: "errands.first", key, state: "running", looked: 0, place: 0 },
        ]);
        await desk.support.tick();
        expect(steps).toEqual(["first 10", "first 10", "first 5", "second 10", "second 10", "second 5"]);
        expect((await desk.support.walks.list()).rows).toMatchObject([
          { name: "errands.first", state: "done", looked: 25, changed: 25, place: 0 },
          { name: "errands.second", state: "done", looked: 25, changed: 25, place: 1 },
        ]);
        const later = await open([first, second]);
        await later.support.tick();
        expect(steps).toHaveLength(6);
        expect(await swept(later)).toEqual(new Set([3]));
      });
    });

    test("goes on behind the last batch when a process dies, wherever its commits stop", () => {
      const cut = { after: 3, storage: () => {} };
      const step = () => {
        if (--cut.after === 0) cut.storage();
      };
      const migrations = [counting("first", { step }), counting("second", { step })];
      return onOldRows(45, async (open) => {
        const dying = await open(migrations);
        cut.storage = dying.storage.cut;
        await dying.support.tick().catch(() => undefined);
        const next = await open(migrations);
        for (let look = 0; look < 5; look++) {
          await next.clock.advance(61_000);
          await next.support.tick();
        }
        expect(await swept(next)).toEqual(new Set([3]));
        expect((await next.support.walks.list()).rows.map(({ state }) => state)).toEqual(["done", "done"]);
      });
    });

    test("processes that start at once make each of them once", () =>
      onOldRows(35, async (open, base) => {
        const migrations = [counting("first"), counting("second")];
        const desks = await base.settled(Promise.all([0, 1, 2].map(() => open(migrations))));
        await base.settled(Promise.all(desks.map(({ support }) => support.tick())));
        for (const { support } of desks) await support.tick();
        expect(await swept(base)).toEqual(new Set([3]));
        expect((await desks[0]?.support.walks.list())?.rows).toHaveLength(2);
      }));

    test("a start that fails begins them at the next one", () =>
      onOldRows(5, async (open, base) => {
        const storage = faultyStorage(base.storage);
        storage.failNext("before", (changes) => changes.some(({ table }) => table.name === "walks"));
        const starting = createSupport({ storage, plugins: [errands({ migrations: [counting("first")] })] });
        await expect(starting).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE" });
        const desk = await open([counting("first")]);
        await desk.support.tick();
        expect(await swept(desk)).toEqual(new Set([2]));
      }));

    test("one with nothing to look at is done at once, and waits for no worker", () =>
      onErrandDesk(options, {}, async (base) => {
        const desk = await base.another({ migrations: [counting("first"), counting("second")] });
        expect((await desk.support.walks.list()).rows.map(({ state }) => state)).toEqual(["done", "done"]);
        expect(await desk.waiting()).toEqual([]);
      }));

    test("the plugin stays in use while they run, and can ask whether one is done", () => {
      const asked: boolean[] = [];
      const first = counting("first");
      const second = counting("second", {
        step: async (tx) => void asked.push(await isMigrated(tx, first), await isMigrated(tx, second)),
      });
      return onOldRows(3, async (open) => {
        const desk = await open([first, second]);
        await desk.send("new");
        await desk.support.tick();
        expect(asked).toEqual([true, false]);
        expect(await desk.names()).toContain("new");
      });
    });

    test("added while others are made, one begins when they are done", () =>
      onOldRows(5, async (open) => {
        const first = counting("first");
        const older = await open([first]);
        const newer = await open([first, writing("later")]);
        // The older version does not know what comes next.
        await older.support.tick();
        await newer.clock.advance(1_001);
        await newer.names();
        await newer.support.tick();
        expect(await newer.names()).toContain("later");
      }));

    test("one that fails for good says why and keeps the next from beginning, until it is resumed", () => {
      let isBroken = true;
      const first = counting("first", {
        step: () => {
          if (isBroken) throw new Error("no such column.");
        },
      });
      return onOldRows(3, async (open) => {
        const desk = await open([first, writing("second")]);
        for (let attempt = 0; attempt < 13; attempt++) {
          await desk.support.tick();
          await desk.clock.advance(4 * 3_600_000);
        }
        expect((await desk.support.walks.list()).rows).toMatchObject([
          {
            state: "failed",
            failure: {
              code: "EXTENSION_FAILED",
              message: expect.stringMatching(
                /"errands\.first" of the plugin "errands" failed: no such column/,
              ),
            },
          },
        ]);
        isBroken = false;
        await desk.support.walks.resume({ walk: "errands.first", key });
        await desk.support.tick();
        expect(await desk.names()).toContain("second");
      });
    });

    test("writes the plugin's own tables only", () =>
      onErrandDesk(options, {}, async (base) => {
        await base.hear();
        const meddling = defineMigration({
          name: "errands.meddle",
          table: cases,
          step: (tx, rows) => void rows.map((row) => tx.update(cases, row, { subject: "mine" })),
        });
        const desk = await base.another({ migrations: [meddling] });
        await desk.support.tick();
        expect(await desk.support.walks.get({ walk: "errands.meddle", key })).toMatchObject({
          state: "failed",
          failure: { code: "FORBIDDEN", message: expect.stringContaining('"errands" writes to the table') },
        });
      }));

    test("nobody starts one by hand", () =>
      onOldRows(1, async (open) => {
        const { support } = await open([counting("first")]);
        for (const given of [{ key }, { key, again: true }, { key: "mine" }])
          await expect(support.walks.start({ walk: "errands.first", ...given })).rejects.toMatchObject({
            code: "INVALID_INPUT",
            message: expect.stringContaining("is a migration"),
          });
      }));

    const [first, second, third] = [writing("first"), writing("second"), writing("third")];
    test.each<[string, readonly Migration[], string, RegExp]>([
      ["an older version", [first], "SCHEMA_DRIFT", /"errands\.second".*newer version/],
      ["a version from before all of them", [], "SCHEMA_DRIFT", /"errands\.first".*newer version/],
      [
        "one that was renamed",
        [first, writing("secnod")],
        "INVALID_CONFIGURATION",
        /lacks the migration "errands\.second".*renamed or removed\. Did you mean "errands\.secnod"\?/,
      ],
      ["one that was removed", [second, third], "INVALID_CONFIGURATION", /"errands\.first"/],
      [
        "others in between",
        [first, third, second],
        "INVALID_CONFIGURATION",
        /"errands\.second".* as number 2 and is number 3 now/,
      ],
    ])("%s: a desk whose migrations are not those that ran does not start", (_, others, code, message) =>
      onErrandDesk(options, {}, async (base) => {
        const desk = await base.another({ migrations: [first, second] });
        await desk.support.tick();
        await expect(base.another({ migrations: others })).rejects.toMatchObject({
          code,
          message: expect.stringMatching(message),
          details: { plugin: "errands", tenantId: "default" },
        });
        await base.another({ migrations: [first, second, third] });
      }),
    );
  });
}

async function swept({ rows }: ErrandDesk): Promise<ReadonlySet<number>> {
  return new Set((await rows()).map((row) => row.swept));
}
