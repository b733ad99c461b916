import { cases, type RowOf, timeEntries } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../seededRandom.ts";
import { mallory, person } from "./harness/letter.ts";
import { monday, onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const minute = 60_000;
const day = 86_400_000;

/** Whether the total of each case is the sum of its entries. */
async function expectExact({ storage }: TestDesk): Promise<void> {
  const entries = await storage.find(timeEntries, { limit: 1_000 });
  const rows = await storage.find(cases, { limit: 1_000 });
  const sumOf = ({ id }: RowOf<typeof cases>) =>
    entries
      .filter(({ caseId, archivedAt }) => caseId === id && archivedAt === null)
      .reduce((sum, { durationMs }) => sum + durationMs, 0);
  expect(rows.map(({ id, timeSpentMs }) => [id, timeSpentMs ?? 0])).toEqual(
    rows.map((row) => [row.id, sumOf(row)]),
  );
}

export function timeSpentTests(options: DeskSuiteOptions): void {
  describe("time spent", () => {
    test("agents log their own time, and the case has the sum", () =>
      onDesk(options, async (desk) => {
        const { id: caseId, code } = await desk.hear();
        const { id: agentId, desk: own } = await desk.hire("collaborator");
        const first = await own.timeEntries.create({ caseId: code, durationMs: 5 * minute, note: "Called" });
        expect(first).toMatchObject({ caseId, agentId, at: monday, note: "Called", archivedAt: null });
        const second = await own.timeEntries.create({ caseId, durationMs: 7 * minute, at: monday - day });
        const spent = async () => (await own.cases.get({ caseId })).timeSpentMs;
        expect(await spent()).toBe(12 * minute);
        await own.timeEntries.update({ timeEntryId: first.id, durationMs: 10 * minute });
        expect(await spent()).toBe(17 * minute);
        await own.timeEntries.archive({ timeEntryId: second.id });
        await own.timeEntries.archive({ timeEntryId: second.id });
        expect(await spent()).toBe(10 * minute);
        const list = async (query: Parameters<typeof own.timeEntries.list>[0]) =>
          (await own.timeEntries.list(query)).rows.map(({ id }) => id);
        expect(await list({ caseId })).toEqual([first.id]);
        expect(await list({ caseId, archived: true })).toEqual([second.id]);
        expect(await list({ agentId, at: { before: monday } })).toEqual([]);
        const change = { timeEntryId: second.id, durationMs: minute };
        await expect(own.timeEntries.update(change)).rejects.toMatchObject({ code: "ARCHIVED" });
      }));

    test("that of others is for those who manage agents", () =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await desk.hear();
        const { desk: grace } = await desk.hire("agent", "Grace");
        const { id: ed, desk: edsger } = await desk.hire("agent", "Ed");
        const { desk: admin } = await desk.hire("admin", "Barbara");
        const entry = await edsger.timeEntries.create({ caseId, durationMs: minute });
        const denied = { code: "FORBIDDEN" };
        const { timeEntries: own } = grace;
        for (const call of [
          () => own.create({ caseId, agentId: ed, durationMs: minute }),
          () => own.update({ timeEntryId: entry.id, durationMs: 2 * minute }),
          () => own.archive({ timeEntryId: entry.id }),
        ])
          await expect(call()).rejects.toMatchObject(denied);
        expect(await own.get({ timeEntryId: entry.id })).toMatchObject({ agentId: ed });
        await admin.timeEntries.update({ timeEntryId: entry.id, durationMs: 2 * minute });
        await admin.timeEntries.create({ caseId, agentId: ed, durationMs: minute });
        await expect(desk.support.timeEntries.create({ caseId, durationMs: minute })).rejects.toMatchObject({
          code: "INVALID_INPUT",
          message: expect.stringContaining("agentId"),
        });
      }));

    test("moves with a merge, stays at a split, and can be moved by hand", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: fromId } = await desk.hear();
        const { id: intoId } = await desk.hear({ from: mallory });
        const { desk: own } = await desk.hire();
        const entry = await own.timeEntries.create({ caseId: fromId, durationMs: 3 * minute });
        const gone = await own.timeEntries.create({ caseId: fromId, durationMs: 9 * minute });
        await own.timeEntries.archive({ timeEntryId: gone.id });
        await own.timeEntries.create({ caseId: intoId, durationMs: 4 * minute });
        const merged = await support.cases.merge({ fromId, intoId });
        expect((await support.cases.get({ caseId: merged.id })).timeSpentMs).toBe(7 * minute);
        const note = await support.cases.note({ caseId: intoId, text: "Another matter" });
        const split = await support.cases.split({ caseId: intoId, messageIds: [note.id] });
        await own.timeEntries.update({ timeEntryId: entry.id, caseId: split.id });
        expect((await support.cases.get({ caseId: split.id })).timeSpentMs).toBe(3 * minute);
        expect((await support.cases.get({ caseId: intoId })).timeSpentMs).toBe(4 * minute);
        await expectExact(desk);
        const late = own.timeEntries.create({ caseId: fromId, durationMs: minute });
        await expect(late).rejects.toMatchObject({ code: "INVALID_TRANSITION" });
      }));

    test("sums by agent, case and period leave archived entries out", () =>
      onDesk(options, async (desk) => {
        const { id: one } = await desk.hear();
        const { id: two } = await desk.hear({ from: mallory });
        const { id: grace, desk: asGrace } = await desk.hire("agent", "Grace");
        const { id: ed, desk: asEd } = await desk.hire("agent", "Ed");
        const log = (own: typeof asEd, caseId: string, minutes: number, at = monday) =>
          own.timeEntries.create({ caseId, durationMs: minutes * minute, at });
        await log(asGrace, one, 10, monday - day);
        await log(asGrace, two, 20);
        await log(asEd, one, 5);
        const wrong = await log(asEd, two, 90);
        await asEd.timeEntries.archive({ timeEntryId: wrong.id });
        const totals = async (query: Parameters<typeof asEd.timeEntries.totals>[0]) =>
          (await asEd.timeEntries.totals(query)).map(({ agentId, caseId, durationMs, entries }) => [
            agentId ?? caseId,
            durationMs / minute,
            entries,
          ]);
        expect(await totals({ by: ["agentId"] })).toEqual([
          [grace, 30, 2],
          [ed, 5, 1],
        ]);
        expect(await totals({ by: ["caseId"], at: { from: monday, before: monday + day } })).toEqual([
          [two, 20, 1],
          [one, 5, 1],
        ]);
        expect(await totals({ agentId: ed })).toEqual([[null, 5, 1]]);
        expect(await totals({ at: { before: 0 } })).toEqual([[null, 0, 0]]);
        expect(await asEd.timeEntries.totals({ by: ["agentId", "caseId"] })).toHaveLength(3);
      }));

    test("lists of cases can be narrowed by it", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: long } = await desk.hear();
        const { id: none } = await desk.hear({ from: mallory });
        const { desk: own } = await desk.hire();
        await own.timeEntries.create({ caseId: long, durationMs: 60 * minute });
        const list = async (timeSpentMs: { readonly atLeast?: number; readonly atMost?: number }) =>
          (await support.cases.list({ timeSpentMs })).rows.map(({ id }) => id);
        expect(await list({ atLeast: 30 * minute })).toEqual([long]);
        expect(await list({ atMost: 30 * minute })).toEqual([none]);
        expect(await list({ atLeast: 61 * minute, atMost: 62 * minute })).toEqual([]);
        await expect(list({ atLeast: 2, atMost: 1 })).rejects.toMatchObject({ code: "INVALID_INPUT" });
      }));

    test("wrong entries are refused", () =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await desk.hear();
        const { desk: own } = await desk.hire();
        for (const wrong of [
          { durationMs: 0 },
          { durationMs: -minute },
          { durationMs: 0.5 },
          { durationMs: 32 * day },
          { durationMs: minute, at: monday + day },
          { durationMs: minute, note: "" },
          { durationMs: minute, note: "x".repeat(2_001) },
        ])
          await expect(own.timeEntries.create({ caseId, ...wrong })).rejects.toMatchObject({
            code: "INVALID_INPUT",
          });
        await expect(
          own.timeEntries.create({ caseId: "cas_none", durationMs: minute }),
        ).rejects.toMatchObject({ code: "NOT_FOUND" });
      }));

    test.each([1, 2])(
      "totals are the sums of the entries after any history (%i)",
      { timeout: 60_000 },
      (seed) =>
        onDesk(options, async (desk) => {
          const { support } = desk;
          const random = seededRandom(seed);
          const below = (count: number) => Math.floor(random.fraction() * count);
          const caseIds: string[] = [];
          for (const name of ["ada", "bob", "eve", "dan", "kim"])
            caseIds.push((await desk.hear({ from: person(name) })).id);
          const { desk: own } = await desk.hire("admin");
          const entryIds: string[] = [];
          for (let step = 0; step < 60; step++) {
            const caseId = caseIds[below(caseIds.length)] ?? "";
            const timeEntryId = entryIds[below(Math.max(1, entryIds.length))] ?? "tim_none";
            const durationMs = minute * (1 + below(30));
            const doings: readonly (() => Promise<unknown>)[] = [
              async () => entryIds.push((await own.timeEntries.create({ caseId, durationMs })).id),
              () => own.timeEntries.update({ timeEntryId, durationMs }),
              () => own.timeEntries.update({ timeEntryId, caseId, durationMs }),
              () => own.timeEntries.archive({ timeEntryId }),
              async () => {
                if (step % 4 === 0)
                  await support.cases.merge({ fromId: caseId, intoId: caseIds[below(caseIds.length)] ?? "" });
              },
              // Two at once: the later one decides again.
              () =>
                desk.settled(
                  Promise.allSettled([
                    own.timeEntries.create({ caseId, durationMs }),
                    own.timeEntries.update({ timeEntryId, durationMs: 2 * durationMs }),
                  ]),
                ),
            ];
            // A merged case and an archived entry refuse some of this.
            await doings[below(doings.length)]?.().catch(() => undefined);
            if (step % 10 === 9) await expectExact(desk);
          }
          expect(desk.reports).toEqual([]);
        }),
    );

    test("customers see none of it", () =>
      onDesk(options, async (desk) => {
        const { id: caseId, customerId } = await desk.hear();
        const { desk: own } = await desk.hire();
        await own.timeEntries.create({ caseId, durationMs: minute });
        const seen = await desk.support.as({ kind: "customer", id: customerId }).cases.get({ caseId });
        expect(Object.keys(seen)).not.toContain("timeSpentMs");
      }));
  });
}
