import { caseCounts, cases, type RowOf, type Storage, walks } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../seededRandom.ts";
import { twoBrands } from "./harness/branded.ts";
import { answering } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const ofTenant = { field: "tenantId", is: "default" } as const;
type Row = RowOf<typeof cases>;
const none = { new: 0, open: 0, pending: 0, on_hold: 0, solved: 0, closed: 0 };
const ended = ["solved", "closed"];

/** The counts, computed by looking at every case. */
async function counted(storage: Storage) {
  const rows = await storage.find(cases, { where: ofTenant, limit: 1_000 });
  const real = rows.filter(({ spam }) => !spam);
  const wanted = real.filter(({ snoozedUntil }) => snoozedUntil === null);
  const snoozed = real.filter(({ snoozedUntil }) => snoozedUntil !== null);
  const numbers = (keys: readonly (string | null)[]) =>
    Object.fromEntries(
      [...new Set(keys)].flatMap((key) =>
        key === null ? [] : [[key, keys.filter((one) => one === key).length] as const],
      ),
    );
  const open = wanted.filter(({ category }) => !ended.includes(category));
  const byCategory = (some: readonly Row[]) => {
    const sums = { ...none };
    for (const { category } of some) sums[category]++;
    return sums;
  };
  const grouped = (keyOf: (row: Row) => string | null) =>
    Object.fromEntries(
      [...new Set(wanted.map(keyOf))].flatMap((key) =>
        key === null ? [] : [[key, byCategory(wanted.filter((row) => keyOf(row) === key))] as const],
      ),
    );
  return {
    open: open.length,
    unassigned: open.filter(({ assigneeId }) => assigneeId === null).length,
    spam: rows.length - real.length,
    snoozed: snoozed.length,
    snoozedByAssignee: numbers(snoozed.map(({ assigneeId }) => assigneeId)),
    snoozedByTeam: numbers(snoozed.map(({ teamId }) => teamId)),
    byCategory: byCategory(wanted),
    byStatus: numbers(wanted.map(({ status }) => status)),
    byAssignee: grouped(({ assigneeId }) => assigneeId),
    byTeam: grouped(({ teamId }) => teamId),
    byBrand: grouped(({ brandId }) => brandId),
  };
}

async function expectExact({ support, storage }: TestDesk): Promise<void> {
  expect(await support.cases.counts()).toEqual(await counted(storage));
}

/** Does something seeded to one of the cases; the desk may refuse it. */
function histories(desk: TestDesk, seed: number) {
  const random = seededRandom(seed);
  const below = (count: number) => Math.floor(random.fraction() * count);
  const { support } = desk;
  let letters = 0;
  return async (caseIds: string[], agentIds: readonly string[], teamIds: readonly string[]) => {
    const caseId = caseIds[below(caseIds.length)] ?? "";
    const other = caseIds[below(caseIds.length)] ?? "";
    const someone = [...agentIds, null][below(agentIds.length + 1)] ?? null;
    const team = [...teamIds, null][below(teamIds.length + 1)] ?? null;
    const brandId = ["blue", "red", null][below(3)] ?? null;
    const status = ["open", "pending", "on_hold", "solved", "closed"][below(5)] ?? "open";
    const doings: readonly (() => Promise<unknown>)[] = [
      async () => caseIds.push((await desk.hear({ externalId: `<${seed}-${letters++}@example.com>` })).id),
      () => support.cases.assign({ caseId, assigneeId: someone }),
      () => support.cases.update({ caseId, assigneeId: someone, teamId: team, status }),
      () => support.cases.update({ caseId, status }),
      () => support.cases.update({ caseId, brandId }),
      () => support.cases.update({ caseId, priority: "urgent", addTags: ["seen"] }),
      () => support.cases.reply({ caseId, text: "It is on its way." }),
      () => support.cases.markSpam({ caseId, spam: below(2) === 0 }),
      () => support.cases.snooze({ caseId, until: desk.clock.now() + 1_000 * (1 + below(100)) }),
      () => support.cases.unsnooze({ caseId }),
      () => desk.clock.advance(1_000 * below(50)),
      () => support.cases.merge({ fromId: caseId, intoId: other }),
      async () => caseIds.push((await support.cases.followUp({ caseId })).id),
      () => desk.hear(answering(`<${seed}-${below(Math.max(1, letters))}@example.com>`)),
    ];
    // A merged or closed case refuses most of this.
    await doings[below(doings.length)]?.().catch(() => undefined);
  };
}

async function crew({ support, hire }: TestDesk) {
  const agents = await Promise.all([hire("agent", "Grace"), hire("agent", "Edsger")]);
  const teams = await Promise.all(["One", "Two"].map((name) => support.teams.create({ name })));
  return [agents.map(({ id }) => id), teams.map(({ id }) => id)] as const;
}

/** Restores rows as a version without counts left them. */
async function forget(storage: Storage): Promise<void> {
  const rows = await storage.find(cases, { where: ofTenant, limit: 1_000 });
  const counts = await storage.find(caseCounts, { where: ofTenant, limit: 1_000 });
  const upkeep = await storage.find(walks, { where: ofTenant, limit: 1_000 });
  const bare = { countedAs: null, queuedAt: null, nextDeadlineAt: null };
  await storage.commit([
    ...rows.map((key) => ({ kind: "update", table: cases, key, set: bare }) as const),
    ...counts.map((key) => ({ kind: "delete", table: caseCounts, key }) as const),
    ...upkeep.map((key) => ({ kind: "delete", table: walks, key }) as const),
  ]);
}

export function countTests(options: DeskSuiteOptions): void {
  describe("counts", () => {
    test("tell of the last commit at once", () =>
      onDesk(options, async ({ support, hear, hire }) => {
        expect(await support.cases.counts()).toMatchObject({ open: 0, unassigned: 0, byCategory: none });
        const { id: caseId } = await hear();
        expect(await support.cases.counts()).toMatchObject({ open: 1, unassigned: 1, byStatus: { new: 1 } });
        const { id: assigneeId } = await hire();
        await support.cases.assign({ caseId, assigneeId });
        expect(await support.cases.counts()).toMatchObject({
          open: 1,
          unassigned: 0,
          byAssignee: { [assigneeId]: { ...none, new: 1 } },
        });
        await support.cases.solve({ caseId });
        expect(await support.cases.counts()).toMatchObject({ open: 0, byCategory: { ...none, solved: 1 } });
      }));

    test.each([1, 2, 3])("are those of a fresh count after any history (%i)", { timeout: 60_000 }, (seed) =>
      onDesk(options, async (desk) => {
        const [agentIds, teamIds] = await crew(desk);
        await twoBrands(desk);
        const doSomething = histories(desk, seed);
        const caseIds = [(await desk.hear()).id];
        for (let step = 1; step <= 80; step++) {
          await doSomething(caseIds, agentIds, teamIds);
          if (step % 10 === 0) await expectExact(desk);
          if (step % 40 === 0) await desk.support.tick();
        }
        expect(desk.reports).toEqual([]);
      }),
    );

    test("stay exact while many rows are added up, which leaves one row a group", { timeout: 60_000 }, () =>
      onDesk(options, async (desk) => {
        const { support, storage, hear } = desk;
        const { id: caseId } = await hear();
        for (let turn = 0; turn < 300; turn++) {
          await support.cases.update({ caseId, status: turn % 2 === 0 ? "pending" : "open" });
        }
        const before = await storage.count(caseCounts, ofTenant);
        await support.tick();
        await expectExact(desk);
        const after = await storage.count(caseCounts, ofTenant);
        expect(before).toBeGreaterThan(590);
        expect(after).toBeLessThan(before - 500);
      }),
    );

    test("spam is counted apart", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id } = await hear();
        await support.cases.markSpam({ caseId: id });
        expect(await support.cases.counts()).toMatchObject({ open: 0, unassigned: 0, spam: 1 });
      }));

    test("another tenant has its own", () =>
      onDesk(
        options,
        async ({ support, hear }) => {
          await hear();
          expect((await support.cases.counts()).open).toBe(1);
          expect((await support.tenant("other").cases.counts()).open).toBe(0);
        },
        { tenants: ["default", "other"] },
      ));

    test(
      "cases of a version that did not count are counted once, including those that change while they are counted",
      { timeout: 60_000 },
      () =>
        onDesk(options, async (desk) => {
          const { support, storage, another } = desk;
          for (let at = 0; at < 230; at++)
            await desk.hear({
              externalId: `<old-${at}@example.com>`,
              from: { kind: "email", value: `c${at}@example.com`, name: null },
            });
          await forget(storage);
          const upgraded = await another();
          await expectExact(upgraded);
          const { rows } = await support.cases.list({ order: "oldest" });
          await upgraded.support.cases.solve({ caseId: rows[0]?.id ?? "" });
          await expectExact(upgraded);
          await upgraded.support.tick();
          await upgraded.support.cases.solve({ caseId: rows[1]?.id ?? "" });
          await expectExact(upgraded);
          const upkeep = await support.walks.get({ walk: "cases.settle", key: "upgrade" });
          expect(upkeep).toMatchObject({ state: "done", looked: 230, changed: 230 });
          expect(
            (await storage.find(cases, { where: { field: "countedAs", is: null }, limit: 1 })).length,
          ).toBe(0);
        }),
    );

    test("counting again leaves versions and times of cases as they are", () =>
      onDesk(options, async (desk) => {
        const { support, storage, hear } = desk;
        const { id } = await hear();
        const before = await support.cases.get({ caseId: id });
        await support.cases.counts();
        // By hand, behind the desk's back.
        const key = { tenantId: "default", id };
        await storage.commit([
          { kind: "update", table: cases, key, set: { status: "open", category: "open" } },
        ]);
        expect((await support.cases.counts()).byCategory.open).toBe(0);
        await desk.clock.advance(1_000);
        await support.cases.recount();
        await support.tick();
        await expectExact(desk);
        expect(await support.cases.get({ caseId: id })).toEqual({
          ...before,
          status: "open",
          category: "open",
        });
        const [row] = await storage.get(cases, [key]);
        expect(row?.countedAs).toContain("open");
      }));
  });
}
