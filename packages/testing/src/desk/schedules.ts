import { defineSchedule, jobRates, type Schedule, schedules } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { type ErrandDesk, onErrandDesk } from "./harness/errandDesk.ts";
import { type ErrandScript, errandRows } from "./harness/errands.ts";
import type { DeskSuiteOptions } from "./options.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Errands with a schedule that records each time it runs for. */
function clockwork(given: Partial<Schedule> = {}, fails: () => boolean = () => false): ErrandScript {
  const hourly = defineSchedule({
    name: "errands.hourly",
    cron: "0 * * * *",
    run(tx, { at, missed }) {
      const name = `${tx.tenantId} ${new Date(at).toISOString().slice(0, 16)} ${missed}`;
      tx.insert(errandRows, { name, swept: 0, fence: 0 });
      if (fails()) throw new Error("not now");
    },
    ...given,
  });
  return { schedules: [hourly] };
}

export function scheduleTests(options: DeskSuiteOptions): void {
  describe("schedules", () => {
    /** A desk with the schedule, on Monday 2026-03-02 at some minutes past ten, and what it has run for. */
    const onSchedule = (
      given: Partial<Schedule>,
      body: (desk: ErrandDesk, ran: () => Promise<readonly string[]>) => Promise<void>,
      fails?: () => boolean,
    ) =>
      onErrandDesk(options, {}, async (base) => {
        base.clock.set(Date.UTC(2026, 2, 2, 10, 15));
        const desk = await base.another(clockwork(given, fails));
        await desk.support.tick();
        await body(desk, async () =>
          (await allRows(desk)).map((name) => name.replace("default 2026-03-", "")),
        );
      });

    test("runs once at each time, also for several workers at once", () =>
      onSchedule({}, async (desk, ran) => {
        const others = [await desk.another(clockwork()), await desk.another(clockwork())];
        for (let quarter = 0; quarter < 9; quarter++) {
          await desk.clock.advance(15 * minute);
          await desk.settled(Promise.all([desk, ...others].map(({ support }) => support.tick())));
        }
        expect(await ran()).toEqual(["02T11:00 0", "02T12:00 0"]);
        expect(desk.reports).toEqual([]);
      }));

    test("a process that starts again goes on where the last one was", () =>
      onSchedule({}, async (desk, ran) => {
        await desk.clock.advance(46 * minute);
        await desk.support.tick();
        const again = await desk.another(clockwork());
        await again.support.tick();
        await again.clock.advance(hour);
        await again.support.tick();
        expect(await ran()).toEqual(["02T11:00 0", "02T12:00 0"]);
      }));

    test.each([
      ["once", ["02T14:00 3"]],
      ["skip", []],
      ["all", ["02T11:00 0", "02T12:00 0", "02T13:00 0", "02T14:00 0"]],
    ] as const)("of times at which nobody worked, %s: %j are run for", (missed, wanted) =>
      onSchedule({ missed }, async (desk, ran) => {
        await desk.clock.advance(4 * hour);
        await desk.support.tick();
        expect(await ran()).toEqual(wanted);
        await desk.clock.advance(45 * minute);
        await desk.support.tick();
        expect(await ran()).toEqual([...wanted, "02T15:00 0"]);
      }),
    );

    test("a time that is a few minutes past was not missed", () =>
      onSchedule({ missed: "skip" }, async (desk, ran) => {
        await desk.clock.advance(49 * minute);
        await desk.support.tick();
        expect(await ran()).toEqual(["02T11:00 0"]);
      }));

    test("all missed times are run for, but no more than the last hundred", () =>
      onSchedule({ missed: "all" }, async (desk, ran) => {
        await desk.clock.advance(10 * day);
        await desk.support.tick();
        expect(await ran()).toHaveLength(100);
        expect((await ran()).at(0)).toBe("08T07:00 140");
        expect((await ran()).at(-1)).toBe("12T10:00 0");
      }));

    test("what fails is rolled back, reported, and tried again after its lease", () => {
      let fails = true;
      return onSchedule(
        {},
        async (desk, ran) => {
          await desk.clock.advance(45 * minute);
          await desk.support.tick();
          expect(await ran()).toEqual([]);
          expect(desk.reports.map(({ what }) => what)).toEqual(["schedules of errands.hourly"]);
          fails = false;
          await desk.clock.advance(minute);
          await desk.support.tick();
          expect(await ran()).toEqual(["02T11:00 0"]);
        },
        () => fails,
      );
    });

    test("each tenant has its own, whether it is used or not", () =>
      onErrandDesk(options, {}, async (base) => {
        base.clock.set(Date.UTC(2026, 2, 2, 10, 15));
        const desk = await base.another(clockwork(), [], { tenants: ["default", "quiet"] });
        await desk.support.tick();
        await desk.clock.advance(hour);
        await desk.support.tick();
        expect([...(await allRows(desk))].sort()).toEqual([
          "default 2026-03-02T11:00 0",
          "quiet 2026-03-02T11:00 0",
        ]);
      }));

    test("tenants that only a function knows have theirs from when they are first used", () =>
      onErrandDesk(options, {}, async (base) => {
        base.clock.set(Date.UTC(2026, 2, 2, 10, 15));
        const tenants = (id: string) => ["default", "known"].includes(id);
        const desk = await base.another(clockwork(), [], { tenants });
        await desk.sendAll(["errand"], {}, "known");
        await desk.clock.advance(hour);
        await desk.support.tick();
        expect(await allRows(desk)).toContain("known 2026-03-02T11:00 0");
      }));

    test("a schedule that was changed goes by its new times from then on, in every tenant", () =>
      onSchedule({ cron: "0 0 1 1 *" }, async (desk, ran) => {
        const changed = await desk.another(clockwork({ cron: "30 * * * *", timeZone: "Asia/Kolkata" }));
        await changed.support.tick();
        await changed.clock.advance(46 * minute);
        await changed.support.tick();
        // Half past the hour there is on the hour here.
        expect(await ran()).toEqual(["02T11:00 0"]);
        const [row] = await desk.storage.find(schedules, { limit: 10 });
        expect(row).toMatchObject({ id: "errands.hourly", cron: "30 * * * *", timeZone: "Asia/Kolkata" });
      }));

    test("a schedule of another version stays for those who know it", () =>
      onSchedule({}, async (desk, ran) => {
        const without = await desk.another();
        await without.clock.advance(hour);
        await without.support.tick();
        expect(await ran()).toEqual([]);
        await desk.support.tick();
        expect(await ran()).toHaveLength(1);
      }));

    test("they are listed with their next times", () =>
      onSchedule({}, async ({ support }) => {
        expect((await support.schedules.list()).rows).toMatchObject([
          { id: "errands.hourly", cron: "0 * * * *", dueAt: Date.UTC(2026, 2, 2, 11), lastTimeAt: null },
        ]);
      }));

    test("a plugin's schedule writes its own tables only, and what it throws names the plugin", () =>
      onSchedule(
        {
          run: (tx) =>
            void tx.insert(jobRates, {
              starts: [],
              keptMs: 0,
              putOffTo: { interactive: null, normal: null, bulk: null },
              passed: 0,
              fence: 0,
            }),
        },
        async (desk) => {
          await desk.clock.advance(hour);
          await desk.support.tick();
          expect(desk.reports).toMatchObject([{ error: { details: { plugin: "errands" } } }]);
        },
      ));

    test.each([
      [{ cron: "0 25 * * *" }, /"errands.hourly": the cron "0 25 \* \* \*" has "25" for the hour/],
      [{ timeZone: "Europe/Berlim" }, /there is no time zone "Europe\/Berlim"/],
      [{ name: "hourly" }, /schedules: "hourly" is outside the plugin's own namespace/],
      [{ name: "errands.a b" }, /its name must be/],
      [{ missed: "never" as "skip" }, /missed must be/],
    ])("a desk with the schedule %j does not start", (given, problem) =>
      onErrandDesk(options, {}, async (desk) => {
        await expect(desk.another(clockwork(given))).rejects.toMatchObject({
          code: "INVALID_CONFIGURATION",
          message: expect.stringMatching(problem),
        });
      }),
    );
  });
}

/** Names of completed errands in all tenants, in order. */
async function allRows({ storage }: ErrandDesk): Promise<readonly string[]> {
  const rows = await storage.find(errandRows, { limit: 1_000 });
  return rows.map(({ name }) => name);
}
