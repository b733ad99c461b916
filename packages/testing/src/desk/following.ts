import { setImmediate } from "node:timers/promises";
import { eventCommits, eventPages, type PositionedEvent, type Support } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import type { TestDesk } from "./harness/openDesk.ts";
import { asUntyped, onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const hour = 3_600_000;

export function followingTests(options: DeskSuiteOptions): void {
  describe("following the events", () => {
    test("page by page gives each event once, numbered without a gap", () =>
      onDesk(options, async ({ support, hear }) => {
        for (let count = 0; count < 4; count++) await hear({ externalId: `<${count}@example.com>` });
        const all = (await support.events.list({ limit: 200 })).rows;
        const seen: PositionedEvent[] = [];
        for (let after = 0, isAtEnd = false; !isAtEnd; ) {
          const page = await support.events.follow({ after, limit: 3 });
          expect(page.rows.length).toBeLessThanOrEqual(3);
          seen.push(...page.rows);
          ({ position: after, isAtEnd } = page);
        }
        expect(seen.map(({ position }) => position)).toEqual(seen.map((_, at) => at + 1));
        expect(seen.map(({ position: _, ...event }) => event)).toEqual(all);
        expect(await support.events.follow({ after: seen.length })).toEqual({
          rows: [],
          position: seen.length,
          isAtEnd: true,
        });
      }));

    test("a filter leaves events out, and the position goes on over them", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id: caseId } = await hear();
        await hear({ externalId: "<other@example.com>", text: "Something else" });
        const all = await readOn(support, 0);
        const opened = await support.events.follow({ type: "case.opened", caseId });
        expect(opened.rows).toEqual(
          all.filter((event) => event.type === "case.opened" && event.caseId === caseId),
        );
        expect(opened).toMatchObject({ position: all.length, isAtEnd: true });
      }));

    test("what a process with a slow clock commits is not missed, and comes after what it reacts to", () =>
      onDesk(options, async (desk) => {
        const [fast, slow] = [await skewed(desk, hour), await skewed(desk, -hour)];
        const { id: caseId } = await fast.hear();
        await slow.support.cases.reply({ caseId, text: "Hello" });
        const first = await readOn(desk.support, 0);
        expect(first.map(({ type }) => type).filter((type) => type.startsWith("case."))).toEqual([
          "case.opened",
          "case.customerMessage",
          "case.replied",
          "case.statusChanged",
        ]);
        await slow.support.cases.note({ caseId, text: "Called them" });
        const [listed] = (await desk.support.events.list({ caseId })).rows;
        expect(listed?.type).not.toBe("case.opened");
        expect((await readOn(desk.support, first.length)).map(({ type }) => type)).toEqual(["case.noted"]);
      }));

    test(
      "while many processes commit at once, every follower sees each event once and in one order",
      {
        timeout: 60_000,
      },
      () =>
        onDesk(options, async (desk) => {
          const desks = await Promise.all([-hour, 0, 250, hour].map((ms) => skewed(desk, ms)));
          const { id: caseId } = await desk.hear();
          let isOver = false;
          const following = desks.slice(0, 3).map(async ({ support }) => {
            const seen: PositionedEvent[] = [];
            for (let isLast = false; !isLast; ) {
              isLast = isOver;
              await setImmediate();
              seen.push(...(await readOn(support, seen.length)));
            }
            return seen;
          });
          const writing = desks.flatMap(({ support }, at) =>
            Array.from({ length: 8 }, (_, count) =>
              count === 0
                ? support.cases.update({ caseId, addTags: [`${at}-${count}`] })
                : support.cases.note({ caseId, text: `${at}-${count}` }),
            ),
          );
          const written = Promise.all(writing).finally(() => {
            isOver = true;
          });
          await desk.settled(written);
          const [first = [], ...others] = await desk.settled(Promise.all(following));
          expect(first.map(({ position }) => position)).toEqual(first.map((_, at) => at + 1));
          expect(others).toEqual([first, first]);
          const all = (await desk.support.events.list({ limit: 200 })).rows;
          expect(first.map(({ id }) => id).toSorted()).toEqual(all.map(({ id }) => id).toSorted());
        }),
    );

    test("nobody follows another tenant, and each has its own positions", () =>
      onDesk(
        options,
        async ({ support }) => {
          const [north, south] = [support.tenant("north"), support.tenant("south")];
          await north.customers.create({ name: "Ada" });
          await north.customers.create({ name: "Bob" });
          await south.customers.create({ name: "Eve" });
          const { rows } = await south.events.follow();
          expect(rows.map(({ position, tenantId }) => [position, tenantId])).toEqual([[1, "south"]]);
          expect((await north.events.follow()).position).toBe(2);
        },
        { tenants: ["north", "south"] },
      ));

    test("the background leaves no commit without positions", () =>
      onDesk(options, async ({ support, hear, storage }) => {
        await hear();
        await support.tick();
        expect(await storage.count(eventCommits)).toBe(0);
        expect(await storage.count(eventPages)).toBeGreaterThan(0);
      }));

    test("is for those who may read events", () =>
      onDesk(options, async ({ support, hear }) => {
        const { customerId } = await hear();
        const customer = asUntyped(support, { kind: "customer", id: customerId });
        await expect(customer.events.follow()).rejects.toMatchObject({ code: "FORBIDDEN" });
        for (const after of [-1, 0.5, Number.NaN, Number.MAX_VALUE])
          await expect(support.events.follow({ after })).rejects.toMatchObject({ code: "INVALID_INPUT" });
      }));

    test.runIf(options.beginHostTransaction !== undefined)(
      "what a long transaction of the host holds back comes when it commits, and nothing of one that is rolled back",
      () =>
        onDesk(options, async ({ support }, begin) => {
          const [slow, undone] = [await begin(), await begin()];
          await support.within(slow.handle).customers.create({ name: "Slow" });
          await support.within(undone.handle).customers.create({ name: "Undone" });
          await support.customers.create({ name: "Quick" });
          const before = await readOn(support, 0);
          expect(before).toHaveLength(1);
          const inside = await support.within(slow.handle).events.follow();
          expect(inside.rows).toEqual(before);
          await undone.rollback();
          await slow.commit();
          const after = await readOn(support, 1);
          expect(after.map(({ position }) => position)).toEqual([2]);
          expect(after[0]?.id).not.toBe(before[0]?.id);
        }),
    );
  });
}

/** Everything from a position on. */
async function readOn(
  { events }: Pick<Support, "events">,
  from: number,
): Promise<readonly PositionedEvent[]> {
  const rows: PositionedEvent[] = [];
  for (let after = from; ; ) {
    const page = await events.follow({ after });
    rows.push(...page.rows);
    if (page.isAtEnd) return rows;
    after = page.position;
  }
}

/** A process whose clock is wrong by so much. */
export function skewed({ another, clock }: TestDesk, ms: number) {
  return another({ clock: { ...clock, now: () => clock.now() + ms, wait: clock.wait } });
}
