import type { SupportOptions } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { answering, outOfOffice } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const day = 86_400_000;
const question = { externalId: "<question@example.com>" };
const again = answering("<question@example.com>");

const withStatuses: Partial<SupportOptions> = {
  cases: {
    statuses: [
      { key: "waiting_for_parts", label: "Waiting for parts", category: "on_hold" },
      { key: "refunded", label: "Refunded", category: "solved" },
    ],
  },
};

async function solved({ support, hear }: TestDesk) {
  const opened = await hear(question);
  return support.cases.solve({ caseId: opened.id });
}

/** Lets a solved case be closed by time. */
async function closed(desk: TestDesk) {
  const { id } = await solved(desk);
  await desk.clock.advance(4 * day);
  await desk.support.tick();
  return desk.support.cases.get({ caseId: id });
}

export function statusTests(options: DeskSuiteOptions): void {
  describe("statuses", () => {
    test("a status of the host belongs to a category, and rules look at the category", () =>
      onDesk(
        options,
        async ({ support, hear }) => {
          const { id } = await hear(question);
          expect(await support.cases.update({ caseId: id, status: "waiting_for_parts" })).toMatchObject({
            status: "waiting_for_parts",
            category: "on_hold",
          });
          const done = await support.cases.update({ caseId: id, status: "refunded" });
          expect(done).toMatchObject({
            category: "solved",
            solvedAt: expect.any(Number),
            waitingSince: null,
          });
          expect((await hear(again)).status).toBe("open");
          expect((await support.cases.get({ caseId: id })).reopenCount).toBe(1);
        },
        withStatuses,
      ));

    test("a status that nobody defined is refused together with those that there are", () =>
      onDesk(
        options,
        async ({ support, hear }) => {
          const { id: caseId } = await hear();
          await expect(support.cases.update({ caseId, status: "parked" })).rejects.toMatchObject({
            code: "INVALID_INPUT",
            message: expect.stringContaining("waiting_for_parts"),
          });
        },
        withStatuses,
      ));

    test.each(["pending", "on_hold", "solved"])(
      "a customer's message makes a case that is %s open",
      (status) =>
        onDesk(options, async ({ support, hear }) => {
          const { id: caseId } = await hear(question);
          await support.cases.update({ caseId, status });
          expect(await hear(again)).toMatchObject({ id: caseId, status: "open" });
        }),
    );

    test.each(["pending", "on_hold", "solved", "closed"])(
      "an out-of-office leaves a case that is %s as it is",
      (status) =>
        onDesk(options, async ({ support, hear, receive }) => {
          const { id: caseId } = await hear(question);
          const before = await support.cases.update({ caseId, status });
          const { caseIds } = await receive([outOfOffice(again)]);
          expect(caseIds).toEqual([caseId]);
          expect(await support.cases.get({ caseId })).toEqual(before);
        }),
    );

    test("each reopening is counted and told", () =>
      onDesk(options, async (desk) => {
        const { id } = await solved(desk);
        await desk.hear(again);
        await desk.support.cases.solve({ caseId: id });
        await desk.support.cases.update({ caseId: id, status: "open" });
        expect(await desk.support.cases.get({ caseId: id })).toMatchObject({
          reopenCount: 2,
          solvedAt: null,
        });
        const told = (await desk.support.events.list({ type: "case.reopened" })).rows;
        expect(told.map(({ data }) => data.because)).toEqual(["customer", "agent"]);
      }));

    test("a solved case is closed after four days", () =>
      onDesk(options, async (desk) => {
        const { id, solvedAt } = await solved(desk);
        await desk.clock.advance(4 * day - 1);
        await desk.support.tick();
        expect((await desk.support.cases.get({ caseId: id })).category).toBe("solved");
        await desk.clock.advance(1);
        await desk.support.tick();
        expect(await desk.support.cases.get({ caseId: id })).toMatchObject({
          category: "closed",
          solvedAt,
          closedAt: desk.clock.now(),
        });
      }));

    test("a case reopened in time is not closed, and solved again is closed four days later", () =>
      onDesk(options, async (desk) => {
        const { id } = await solved(desk);
        await desk.clock.advance(3 * day);
        await desk.hear(again);
        await desk.clock.advance(day / 2);
        await desk.support.cases.solve({ caseId: id });
        await desk.clock.advance(day);
        await desk.support.tick();
        expect((await desk.support.cases.get({ caseId: id })).category).toBe("solved");
        await desk.clock.advance(3 * day);
        await desk.support.tick();
        expect((await desk.support.cases.get({ caseId: id })).category).toBe("closed");
      }));

    test("solved cases stay solved where the host says so", () =>
      onDesk(
        options,
        async (desk) => {
          const { id } = await solved(desk);
          await desk.clock.advance(400 * day);
          await desk.support.tick();
          expect((await desk.support.cases.get({ caseId: id })).category).toBe("solved");
        },
        { cases: { closeSolvedAfterDays: null } },
      ));

    test("an agent cannot change the status of a closed case", () =>
      onDesk(options, async (desk) => {
        const { id } = await closed(desk);
        await expect(desk.support.cases.update({ caseId: id, status: "open" })).rejects.toMatchObject({
          code: "INVALID_TRANSITION",
        });
      }));
  });
}
