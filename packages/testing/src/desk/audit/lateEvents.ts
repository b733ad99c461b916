import { events } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import type { DeskSuiteOptions } from "../options.ts";
import { eventRow, nth, onSealedDesk } from "./sealedDesk.ts";

export function lateEventTests(options: DeskSuiteOptions): void {
  describe("late events", () => {
    test("an event that is committed after its place was sealed goes into a block of its own", () =>
      onSealedDesk(options, async (desk) => {
        const { support, clock } = desk;
        const rows = await desk.fill(5);
        const late = nth(rows, 2);
        await desk.remove(events, late);
        await support.audit.seal();
        await desk.put(events, late);
        expect(await support.audit.verify()).toMatchObject({ isValid: true, unsealed: 1, late: 0 });
        await clock.advance(5_000);
        await desk.fill(2);
        await support.audit.seal();
        expect((await desk.blocks()).map(({ kind, events }) => [kind, events])).toEqual([
          ["regular", 4],
          ["regular", 2],
          ["late", 1],
        ]);
        expect(await support.audit.verify()).toMatchObject({
          isValid: true,
          unsealed: 0,
          late: 1,
          lateEvents: [{ eventId: late.id, at: late.at, sealedAt: clock.now() }],
        });
      }));

    test("the background finds it too, and goes on after it", () =>
      onSealedDesk(
        options,
        async (desk) => {
          const { support, clock } = desk;
          const rows = await desk.fill(3);
          await desk.remove(events, nth(rows, 0));
          await clock.advance(60_000);
          await support.tick();
          await desk.put(events, nth(rows, 0));
          await clock.advance(60_000);
          await support.tick();
          await desk.fill(1);
          await clock.advance(60_000);
          await support.tick();
          expect((await desk.blocks()).map(({ kind }) => kind)).toEqual(["regular", "late", "regular"]);
          expect(await support.audit.verify()).toMatchObject({ isValid: true, late: 1, unsealed: 0 });
        },
        { audit: {} },
      ));

    test("one that comes many blocks late is found when all are counted", () =>
      onSealedDesk(
        options,
        async (desk) => {
          const { support, clock } = desk;
          const [first] = await desk.fill(2);
          const late = first ?? nth([], 0);
          await desk.remove(events, late);
          const step = async () => {
            await clock.advance(60_000);
            await support.tick();
            await desk.fill(1);
          };
          for (let count = 0; count < 30; count++) await step();
          await desk.put(events, late);
          const isKnown = async () =>
            (await support.audit.verify()).lateEvents.some(({ eventId }) => eventId === late.id);
          await step();
          expect(await isKnown()).toBe(false);
          expect(await support.audit.verify()).toMatchObject({
            fault: { code: "event-unknown", eventId: late.id },
          });
          for (let count = 0; count < 40; count++) await step();
          expect(await isKnown()).toBe(true);
          expect((await support.audit.verify()).isValid).toBe(true);
        },
        { audit: {} },
      ));

    test("late events again and again, also among late ones, are each sealed once", () =>
      onSealedDesk(options, async (desk) => {
        const { support } = desk;
        const rows = await desk.fill(60);
        await desk.remove(events, ...rows.slice(0, 59));
        await support.audit.seal();
        for (const step of [7, 5, 3, 2, 1]) {
          const there = new Set((await desk.events()).map(({ id }) => id));
          const back = rows.filter((row, at) => at % step === 0 && !there.has(row.id));
          await desk.put(events, ...back);
          await support.audit.seal();
          expect(await support.audit.verify()).toMatchObject({ isValid: true, unsealed: 0 });
        }
        const lists = await Promise.all((await desk.blocks()).map(desk.entries));
        const ids = lists.flatMap(({ entries }) => entries.map(([id]) => id));
        expect(ids.sort()).toEqual(rows.map(({ id }) => id));
        expect((await support.audit.verify()).late).toBe(59);
      }));

    test("events whose process had a clock ahead of the others keep nobody from being sealed", () =>
      onSealedDesk(options, async (desk) => {
        const { support, clock } = desk;
        const hour = clock.now() + 3_600_000;
        await desk.put(events, eventRow("default", hour, 1));
        await support.audit.seal();
        await desk.fill(3);
        const head = await support.audit.seal();
        expect(head.events).toBe(4);
        expect(await support.audit.verify()).toMatchObject({ isValid: true, late: 3, unsealed: 0 });
      }));
  });
}
