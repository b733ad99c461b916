import { definePlugin, defineSweep, defineTable, instant } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { onErrandDesk } from "./harness/errandDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const brokenRows = defineTable("brokenRows", {
  comment: "Rows that a sweep can't find.",
  idPrefix: "brk",
  fields: { dueAt: instant().nullable(), leasedUntil: instant().nullable(), fence: z.int() },
  sparseIndexes: { due: ["dueAt"] },
});

const many = Array.from({ length: 250 }, (_, at) => `row-${at}`);

export function sweepTests(options: DeskSuiteOptions): void {
  describe("sweeps", () => {
    test("rows that are due are handled once, however many there are", () =>
      onErrandDesk(options, {}, async (desk) => {
        await desk.due(many);
        expect((await desk.support.tick()).swept).toBe(250);
        expect((await desk.support.tick()).swept).toBe(0);
        expect(new Set((await desk.rows()).map(({ swept }) => swept))).toEqual(new Set([1]));
      }));

    test("two workers at once handle each row once", () =>
      onErrandDesk(options, {}, async (desk) => {
        await desk.due(many);
        const other = await desk.another();
        await desk.settled(Promise.all([desk.support.tick(), other.support.tick()]));
        expect(new Set((await desk.rows()).map(({ swept }) => swept))).toEqual(new Set([1]));
      }));

    test("a row that fails is reported and taken again after its lease", () => {
      let isBroken = true;
      const sweep = ({ name, swept }: { readonly name: string; readonly swept: number }) => {
        if (name === "bad" && isBroken) throw new Error("no");
        return { dueAt: null, swept: swept + 1 };
      };
      return onErrandDesk(options, { sweep }, async (desk) => {
        await desk.due(["a", "bad", "b"]);
        await desk.support.tick();
        const bad = async () => (await desk.rows()).find(({ name }) => name === "bad")?.swept;
        expect((await desk.rows()).map(({ swept }) => swept)).toEqual([1, 0, 1]);
        expect(desk.reports.map(({ what }) => what)).toEqual([
          expect.stringContaining("errands.sweep of err_"),
        ]);
        isBroken = false;
        await desk.support.tick();
        expect(await bad()).toBe(0);
        await desk.clock.advance(60_000);
        await desk.support.tick();
        expect(await bad()).toBe(1);
      });
    });

    test("rows of a tenant that is no longer known stay, are taken once a lease, and are reported once", () =>
      onErrandDesk(options, {}, async (desk) => {
        await desk.due(many);
        const { support, reports } = await desk.another({}, [], { tenants: ["elsewhere"] });
        expect((await support.tick()).swept).toBe(250);
        expect((await support.tick()).swept).toBe(0);
        await desk.clock.advance(60_000);
        expect((await support.tick()).swept).toBe(250);
        expect(reports).toMatchObject([{ error: { code: "UNKNOWN_TENANT" } }]);
        await desk.clock.advance(60_000);
        await desk.support.tick();
        expect(new Set((await desk.rows()).map(({ swept }) => swept))).toEqual(new Set([1]));
      }));

    test("a sweep that cannot look keeps neither the others nor the jobs from being done", () => {
      const broken = definePlugin({
        id: "broken",
        tables: [brokenRows],
        sweeps: [
          defineSweep({
            name: "broken.sweep",
            table: brokenRows,
            // As of a plugin without types.
            where: JSON.parse('{ "field": "nothing", "is": 1 }'),
            handle: () => undefined,
          }),
        ],
      });
      return onErrandDesk(options, {}, async (desk) => {
        await desk.due(["a"]);
        await desk.send("milk");
        const both = await desk.another({}, [broken]);
        expect(await both.support.tick()).toEqual({ jobs: 1, swept: 1 });
        expect(both.reports.map(({ what }) => what)).toEqual(["sweep broken.sweep"]);
      });
    });
  });
}
