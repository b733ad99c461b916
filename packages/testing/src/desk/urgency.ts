import { describe, expect, test } from "vitest";
import { onErrandDesk } from "./harness/errandDesk.ts";
import { done } from "./harness/errands.ts";
import { letter } from "./harness/letter.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function urgencyTests(options: DeskSuiteOptions): void {
  describe("who goes first", () => {
    const inOrder = () => {
      const order: string[] = [];
      const run: typeof done = async (job) => {
        order.push(job.data.name);
        await done(job);
      };
      return { order, run };
    };

    test("an agent's reply goes before a bulk of jobs that waited before it", () => {
      const { order, run } = inOrder();
      return onErrandDesk(options, { run }, async (desk) => {
        const { caseId } = await openCase(desk);
        for (let at = 0; at < 60; at++) await desk.send(`bulk ${at}`);
        const agent = await desk.hire();
        desk.letters.script((message) => {
          order.push("the reply");
          return { externalId: `<${message.messageId}>`, refused: [], detail: null };
        });
        await agent.desk.cases.reply({ caseId, text: "Here you are." });
        await desk.support.tick();
        expect(order).toHaveLength(61);
        expect(order.indexOf("the reply")).toBeLessThan(16);
      });
    });

    test("of two that go first, the one with the longer head start does", () => {
      const { order, run } = inOrder();
      return onErrandDesk(
        options,
        { run },
        async ({ send, support, clock }) => {
          await send("plain");
          await send("host", { headStartMs: 0 });
          await clock.advance(1_000);
          await send("agent", { headStartMs: 3_600_000 });
          await support.tick();
          expect(order).toEqual(["agent", "host", "plain"]);
        },
        { worker: { concurrency: 1 } },
      );
    });

    test("the others are done as well, however many go first: every fourth look takes the oldest", () => {
      const { order, run } = inOrder();
      return onErrandDesk(
        options,
        { run },
        async ({ send, support, clock }) => {
          await send("patient");
          await clock.advance(1_000);
          for (let at = 0; at < 12; at++) await send(`urgent ${at}`, { headStartMs: 0 });
          await support.tick();
          expect(order).toHaveLength(13);
          expect(order.indexOf("patient")).toBeLessThan(4);
        },
        { worker: { concurrency: 1 } },
      );
    });

    test("one that failed keeps its place, and is not taken before its pause is over", () => {
      const { order, run } = inOrder();
      let fails = 1;
      const failing: typeof done = async (job) => {
        if (job.data.name === "urgent" && fails-- > 0) throw new Error("not now");
        await run(job);
      };
      return onErrandDesk(
        options,
        { run: failing },
        async ({ send, support, clock }) => {
          await send("urgent", { headStartMs: 1_000 });
          await support.tick();
          expect(order).toEqual([]);
          await clock.advance(60_000);
          await send("plain");
          await support.tick();
          expect(order).toEqual(["urgent", "plain"]);
        },
        { worker: { concurrency: 1 } },
      );
    });
  });
}

async function openCase(desk: Parameters<Parameters<typeof onErrandDesk>[2]>[0]) {
  const { caseIds } = await desk.receive([letter()]);
  return { caseId: caseIds[0] ?? "nothing was opened" };
}
