import { describe, expect, test } from "vitest";
import { ada } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function suppressionTests(options: DeskSuiteOptions): void {
  describe("suppressed addresses", () => {
    test("are created, got, explained otherwise and removed, each with an event", () =>
      onDesk(options, async ({ support: { suppressions, events } }) => {
        const made = await suppressions.create({ kind: "email", value: ada.value, reason: "asked for it" });
        const { id: suppressionId, version } = made;
        const changed = await suppressions.update({
          suppressionId,
          reason: "asked twice",
          expectedVersion: version,
        });
        expect(changed).toMatchObject({ id: suppressionId, value: ada.value, reason: "asked twice" });
        expect(await suppressions.get({ suppressionId })).toEqual(changed);
        expect((await suppressions.update({ suppressionId, reason: "asked twice" })).version).toBe(
          changed.version,
        );
        await expect(
          suppressions.update({ suppressionId, reason: "late", expectedVersion: version }),
        ).rejects.toMatchObject({ code: "CONFLICT" });
        await expect(suppressions.update({ suppressionId: "sup_none", reason: "x" })).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
        await expect(suppressions.update({ suppressionId, reason: " " })).rejects.toMatchObject({
          code: "INVALID_INPUT",
        });
        await suppressions.remove({ suppressionId });
        expect((await suppressions.list()).rows).toEqual([]);
        const data = async (type: "suppression.updated" | "suppression.removed") =>
          (await events.list({ type })).rows.map((event) => event.data);
        expect(await data("suppression.updated")).toEqual([{ suppressionId, fields: ["reason"] }]);
        expect(await data("suppression.removed")).toEqual([{ suppressionId, kind: "email" }]);
      }));

    test("are listed by kind, address and time, in both directions", () =>
      onDesk(options, async ({ clock, support: { suppressions } }) => {
        const start = clock.now();
        for (const [kind, value] of [
          ["email", "b@shop.example"],
          ["email", "a@shop.example"],
          ["phone", "+43 1 234567"],
        ] as const) {
          await suppressions.create({ kind, value, reason: "asked for it" });
          await clock.advance(1);
        }
        const [b, a, phone] = ["b@shop.example", "a@shop.example", "+431234567"];
        const listed = async (query: Parameters<typeof suppressions.list>[0]) =>
          (await suppressions.list(query)).rows.map(({ value }) => value);
        expect(await listed({})).toEqual([b, a, phone]);
        expect(await listed({ order: "newest" })).toEqual([phone, a, b]);
        expect(await listed({ kind: "phone" })).toEqual([phone]);
        expect(await listed({ value: "A@Shop.example" })).toEqual([a]);
        expect(await listed({ valuePrefix: "b@" })).toEqual([b]);
        expect(await listed({ createdFrom: start + 1, createdBefore: start + 2 })).toEqual([a]);
        const { next } = await suppressions.list({ order: "newest", limit: 2 });
        expect(await listed({ order: "newest", limit: 2, after: next ?? [] })).toEqual([b]);
      }));
  });
}
