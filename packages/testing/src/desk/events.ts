import { describe, expect, test } from "vitest";
import { onErrandDesk } from "./harness/errandDesk.ts";
import { ada } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function eventTests(options: DeskSuiteOptions): void {
  describe("events", () => {
    test("what follows from one call has one correlation, also in the job that it leads to", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id: caseId } = await hear();
        await support.cases.reply({ caseId, text: "one" });
        await support.cases.reply({ caseId, text: "two" });
        await support.tick();
        const events = (await support.events.list({ caseId })).rows;
        const byCorrelation = Map.groupBy(events, ({ correlationId }) => correlationId);
        expect([...byCorrelation.values()].map((group) => group.map(({ type }) => type))).toEqual([
          ["case.opened", "case.customerMessage"],
          ["message.queued", "case.replied", "case.statusChanged", "message.sent"],
          ["message.queued", "case.replied", "message.sent"],
        ]);
      }));

    test("an event that reacts to another names it as its cause", () =>
      onErrandDesk(options, {}, async ({ send, support }) => {
        await send("milk");
        await support.tick();
        const [first, second] = (await support.events.list()).rows;
        expect([first?.type, second?.type]).toEqual(["errands.done", "errands.noticed"]);
        expect([first?.causationId, second?.causationId]).toEqual([null, first?.id]);
        expect(first?.correlationId).toBe(second?.correlationId);
      }));

    test("each says when, who, and about which case and customer", () =>
      onDesk(options, async ({ support, hear, hire, clock }) => {
        const { id: caseId, customerId } = await hear();
        const { id, desk: grace } = await hire();
        await clock.advance(5_000);
        await grace.cases.solve({ caseId });
        const [changed] = (await support.events.list({ type: "case.statusChanged" })).rows;
        expect(changed).toMatchObject({
          at: clock.now(),
          actor: { kind: "agent", id },
          caseId,
          customerId,
          data: { caseId, fromCategory: "new", toCategory: "solved" },
        });
      }));

    test("events are only ever added", () =>
      onDesk(options, async ({ support, hear, clock }) => {
        let before = (await support.events.list({ limit: 200 })).rows;
        const { id: caseId, customerId } = await hear();
        const { id: intoId } = await hear({ from: { ...ada, value: "eve@example.com" } });
        const steps = [
          () => support.cases.reply({ caseId, text: "Hello" }),
          () => support.tick(),
          () => support.customers.update({ customerId, name: "A." }),
          () => support.cases.merge({ fromId: caseId, intoId }),
        ];
        for (const step of steps) {
          await step();
          await clock.advance(1_000);
          const after = (await support.events.list({ limit: 200 })).rows;
          expect(after.length).toBeGreaterThanOrEqual(before.length);
          expect(after.slice(0, before.length)).toEqual(before);
          before = after;
        }
      }));

    test("they are listed in the order in which they happened, in pages, also within a millisecond", () =>
      onDesk(options, async ({ support, hear }) => {
        for (let count = 0; count < 5; count++) await hear();
        const all = (await support.events.list({ limit: 200 })).rows;
        const ids = all.map(({ id }) => id);
        expect(ids).toEqual([...ids].sort());
        const paged = [];
        let last: string | undefined;
        for (let pages = 0; pages < 20; pages++) {
          const page = (
            await support.events.list({
              limit: 3,
              ...(last === undefined ? {} : { after: [last] }),
            })
          ).rows;
          paged.push(...page);
          last = page.at(-1)?.id;
          if (page.length < 3) break;
        }
        expect(paged).toEqual(all);
      }));

    test("a command that had to be repeated has its events once", () =>
      onDesk(options, async ({ support, hear, settled }) => {
        const { id: caseId } = await hear();
        const tags = ["a", "b", "c", "d", "e"];
        await settled(Promise.all(tags.map((tag) => support.cases.update({ caseId, addTags: [tag] }))));
        expect((await support.events.list({ type: "case.updated" })).rows).toHaveLength(tags.length);
      }));

    test("a command that fails leaves none", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id: caseId } = await hear();
        const before = (await support.events.list()).rows;
        await expect(
          support.cases.update({ caseId, priority: "high", status: "nonsense" }),
        ).rejects.toMatchObject({ code: "INVALID_INPUT" });
        expect((await support.events.list()).rows).toEqual(before);
      }));

    test("they hold facts and ids, and no words of people", () =>
      onDesk(options, async ({ support, hear }) => {
        const words = ["Quincunx", "ada@example.com", "Lovelace", "Kumquat"];
        const opened = await hear({
          subject: "Quincunx",
          text: "Quincunx",
          from: { ...ada, name: "Lovelace" },
        });
        await support.cases.reply({ caseId: opened.id, text: "Kumquat" });
        await support.cases.update({ caseId: opened.id, subject: "Kumquat" });
        await support.customers.update({ customerId: opened.customerId, name: "Kumquat" });
        await support.tick();
        const kept = JSON.stringify((await support.events.list({ limit: 200 })).rows);
        for (const word of words) expect(kept).not.toContain(word);
      }));
  });
}
