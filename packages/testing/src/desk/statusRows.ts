import { describe, expect, test } from "vitest";
import { answering } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const parked = { key: "parked", label: "Parked", category: "on_hold" } as const;
const invalid = (words: string) => ({ code: "INVALID_INPUT", message: expect.stringContaining(words) });
const archived = { code: "ARCHIVED", message: expect.stringContaining("is archived") };

async function keysOf({ support }: TestDesk): Promise<readonly string[]> {
  return (await support.statuses.list()).rows.map(({ key }) => key);
}

export function statusRowTests(options: DeskSuiteOptions): void {
  describe("statuses made at run time", () => {
    test("are there for cases at once, and rules look at their category", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        const made = await support.statuses.create(parked);
        expect(made).toMatchObject({ ...parked, source: "stored", archivedAt: null, isDefault: false });
        const { id: caseId } = await hear();
        await support.cases.reply({ caseId, text: "One moment", status: "parked" });
        expect(await support.cases.get({ caseId })).toMatchObject({ status: "parked", category: "on_hold" });
        expect((await support.cases.list({ status: "parked" })).rows.map(({ id }) => id)).toEqual([caseId]);
        expect((await support.cases.counts()).byStatus).toMatchObject({ parked: 1 });
        const macro = await support.macros.save({ name: "Park", changes: { status: "parked" } });
        const other = await hear({ text: "Something else", externalId: "<other@example.com>" });
        await support.macros.apply({ macroId: macro.id, caseId: other.id });
        expect((await support.cases.get({ caseId: other.id })).status).toBe("parked");
        const events = (await support.events.list({ type: "status.created" })).rows;
        expect(events.map(({ data }) => data)).toEqual([{ key: "parked" }]);
      }));

    test("a key that nobody knows is answered with the nearest one, wherever it is named", () =>
      onDesk(options, async ({ support, hear }) => {
        await support.statuses.create(parked);
        const { id: caseId } = await hear();
        const hint = invalid('Did you mean "parked"?');
        await expect(support.cases.update({ caseId, status: "parkd" })).rejects.toMatchObject(hint);
        await expect(support.cases.reply({ caseId, text: "x", status: "parkd" })).rejects.toMatchObject(hint);
        await expect(support.cases.list({ status: "parkd" })).rejects.toMatchObject(hint);
        await expect(support.statuses.get({ key: "parkd" })).rejects.toMatchObject({
          ...hint,
          code: "NOT_FOUND",
        });
        await expect(
          support.macros.save({ name: "Park", changes: { status: "parkd" } }),
        ).rejects.toMatchObject(hint);
        const when = (status: string) =>
          support.policies.save({
            id: "parked-ones",
            when: { field: "case.status", is: status },
            targets: [{ metric: "first_reply", within: "1h" }],
          });
        await expect(when("parkd")).rejects.toMatchObject(invalid('did you mean "parked"?'));
        await when("parked");
        await expect(support.cases.get({ caseId })).resolves.toMatchObject({ status: "new" });
      }));

    test("an archived one stays with its cases and is given to no others", () =>
      onDesk(options, async ({ support, hear }) => {
        await support.statuses.create(parked);
        const { id: caseId } = await hear();
        const { id: other } = await hear({ text: "Another", externalId: "<2@example.com>" });
        await support.cases.update({ caseId, status: "parked" });
        expect(await support.statuses.archive({ key: "parked" })).toMatchObject({
          archivedAt: expect.any(Number),
        });
        expect((await support.cases.get({ caseId })).status).toBe("parked");
        await expect(support.cases.update({ caseId: other, status: "parked" })).rejects.toMatchObject(
          archived,
        );
        // Naming what it has changes nothing.
        await support.cases.update({ caseId, status: "parked", priority: "high" });
        expect((await support.cases.list({ status: "parked" })).rows).toHaveLength(1);
        await support.statuses.restore({ key: "parked" });
        await support.cases.update({ caseId: other, status: "parked" });
      }));

    test("those of the code are in every tenant, take other words, and can be hidden but not removed", () =>
      onDesk(
        options,
        async ({ support }) => {
          for (const desk of [support, support.tenant("north")]) {
            const rows = (await desk.statuses.list()).rows;
            expect(rows.map(({ source }) => source)).toEqual(Array(7).fill("code"));
          }
          const renamed = await support.statuses.update({ key: "refunded", label: "Money sent back" });
          expect(renamed).toMatchObject({ label: "Money sent back", category: "solved", source: "code" });
          await support.statuses.archive({ key: "refunded" });
          const hidden = (await support.statuses.list({ archived: true })).rows;
          expect(hidden.map(({ key }) => key)).toEqual(["refunded"]);
          await expect(
            support.statuses.update({ key: "refunded", category: "closed" }),
          ).rejects.toMatchObject(invalid("the code brings it"));
          await expect(
            support.statuses.create({ key: "refunded", label: "x", category: "open" }),
          ).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
          const north = await support.tenant("north").statuses.get({ key: "refunded" });
          expect(north).toMatchObject({ label: "Refunded", archivedAt: null });
        },
        {
          tenants: ["default", "north"],
          cases: { statuses: [{ key: "refunded", label: "Refunded", category: "solved" }] },
        },
      ));

    test("the category is fixed by the first case that has the status", () =>
      onDesk(options, async ({ support, hear }) => {
        await support.statuses.create(parked);
        await support.statuses.update({ key: "parked", category: "pending" });
        const { id: caseId } = await hear();
        const first = await support.cases.update({ caseId, status: "parked" });
        expect(first.category).toBe("pending");
        await support.cases.update({ caseId, status: "open" });
        await expect(support.statuses.update({ key: "parked", category: "open" })).rejects.toMatchObject(
          invalid("cases have had it"),
        );
        await support.statuses.update({ key: "parked", category: "pending", label: "Waiting" });
      }));

    test("the default of a category is what the desk itself gives", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        await support.statuses.create({ key: "inbox", label: "In", category: "new", isDefault: true });
        await support.statuses.create({ key: "working", label: "W", category: "open", isDefault: true });
        await support.statuses.create({ key: "done", label: "Done", category: "solved", isDefault: true });
        const { id: caseId, status } = await hear({ externalId: "<1@example.com>" });
        expect(status).toBe("inbox");
        await support.cases.reply({ caseId, text: "Hello" });
        expect((await support.cases.get({ caseId })).status).toBe("working");
        expect(await support.cases.solve({ caseId })).toMatchObject({ status: "done", category: "solved" });
        const again = await hear({ externalId: "<2@example.com>", ...answering("<1@example.com>") });
        expect(again).toMatchObject({ id: caseId, status: "working" });
        // One of each category, however often it changes.
        await support.statuses.update({ key: "open", isDefault: true });
        const defaults = (await support.statuses.list()).rows.filter(({ isDefault }) => isDefault);
        expect(defaults.map(({ category }) => category).sort()).toEqual(
          ["closed", "new", "on_hold", "open", "pending", "solved"].sort(),
        );
        await expect(support.statuses.archive({ key: "open" })).rejects.toMatchObject(invalid("default"));
        await expect(support.statuses.update({ key: "open", isDefault: false })).rejects.toMatchObject(
          invalid("default"),
        );
        await support.statuses.archive({ key: "working" });
        await expect(support.statuses.update({ key: "working", isDefault: true })).rejects.toMatchObject(
          archived,
        );
      }));

    test("are listed in the order that they were given", () =>
      onDesk(options, async (desk) => {
        await desk.support.statuses.create(parked);
        await desk.support.statuses.reorder({ keys: ["parked", "open"] });
        expect((await keysOf(desk)).slice(0, 3)).toEqual(["parked", "open", "new"]);
        await desk.support.statuses.create({ ...parked, key: "later" });
        expect((await keysOf(desk)).at(-1)).toBe("later");
        const first = await desk.support.statuses.list({ limit: 2 });
        const second = await desk.support.statuses.list({ limit: 200, after: first.next ?? [] });
        expect([...first.rows, ...second.rows].map(({ key }) => key)).toEqual(await keysOf(desk));
        await expect(desk.support.statuses.reorder({ keys: ["parkd"] })).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
      }));

    test("customers read their own words, in their language, and nothing that staff alone should read", () =>
      onDesk(options, async ({ support, hear }) => {
        const words = { label: "Fraud check", labels: { de: "Betrug?" } };
        const seen = { customerLabel: "In progress", customerLabels: { "pt-BR": "Em andamento" } };
        await support.statuses.create({ ...parked, ...words, ...seen });
        const { customerId, id: caseId } = await hear();
        await support.cases.update({ caseId, status: "parked" });
        const asAda = support.as({ kind: "customer", id: customerId });
        const row = (await asAda.statuses.list()).rows.find(({ key }) => key === "parked");
        expect(row).toEqual({
          key: "parked",
          label: "In progress",
          labels: { "pt-BR": "Em andamento" },
          category: "on_hold",
          position: expect.any(Number),
        });
        const text = "{{ case.statusLabel }}";
        expect((await support.templates.preview({ text, caseId })).text).toBe("In progress");
        await support.cases.update({ caseId, language: "pt-BR" });
        const preview = await support.templates.preview({ text, caseId, locale: "pt" });
        expect(preview.text).toBe("Em andamento");
      }));

    test("an edit is noticed by this process at once and by another one within the age of its copy", () =>
      onDesk(options, async (desk) => {
        const other = await desk.another();
        const { id: caseId } = await desk.hear();
        await expect(other.support.cases.update({ caseId, status: "parked" })).rejects.toMatchObject(
          invalid("no status"),
        );
        await desk.support.statuses.create(parked);
        await desk.support.cases.update({ caseId, status: "parked" });
        await desk.clock.advance(1_000);
        const { status } = await other.support.cases.update({ caseId, status: "parked" });
        expect(status).toBe("parked");
      }));

    test("a category that changes and a first case at the same time can't both go through", () =>
      onDesk(options, async (desk) => {
        const other = await desk.another();
        const { id: caseId } = await desk.hear();
        await desk.support.statuses.create(parked);
        await desk.clock.advance(1_000);
        // The other process has a copy from before the edit.
        expect((await other.support.statuses.get({ key: "parked" })).category).toBe("on_hold");
        await desk.support.statuses.update({ key: "parked", category: "pending" });
        expect(await other.support.cases.update({ caseId, status: "parked" })).toMatchObject({
          status: "parked",
          category: "pending",
        });
      }));

    test("a desk has so many and no more, and words are bounded", () =>
      onDesk(options, async ({ support }) => {
        const bad = [
          { ...parked, key: "Parked" },
          { ...parked, label: " " },
          { ...parked, label: "x".repeat(101) },
          { ...parked, labels: { english: "x".repeat(10) } },
          { ...parked, key: "__proto__" },
        ];
        for (const values of bad)
          await expect(support.statuses.create(values)).rejects.toMatchObject({ code: "INVALID_INPUT" });
      }));

    test.runIf(options.beginHostTransaction !== undefined)(
      "what a host's transaction has made and undone is seen by nobody else",
      () =>
        onDesk(options, async (desk, begin) => {
          const { id: caseId } = await desk.hear();
          const transaction = await begin();
          const within = desk.support.within(transaction.handle);
          await within.statuses.create(parked);
          expect(await within.cases.update({ caseId, status: "parked" })).toMatchObject({ status: "parked" });
          await transaction.rollback();
          await expect(desk.support.cases.update({ caseId, status: "parked" })).rejects.toMatchObject(
            invalid("no status"),
          );
        }),
    );
  });
}
