import { jobs } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { onErrandDesk } from "./harness/errandDesk.ts";
import { done, inOrder } from "./harness/errands.ts";
import { letter } from "./harness/letter.ts";
import type { DeskSuiteOptions } from "./options.ts";

const oneAtATime = { worker: { concurrency: 1 } };

export function laneTests(options: DeskSuiteOptions): void {
  describe("lanes", () => {
    test("an agent's reply is next, whatever 1,500 broadcast jobs wait", () => {
      const order: string[] = [];
      const cut = { storage: () => {} };
      // Enough is known once some broadcasts have been sent: the others need not be.
      const run: typeof done = async (job) => {
        if (order.push(job.data.name) === 3) cut.storage();
        await done(job);
      };
      return onErrandDesk(
        options,
        { run },
        async (desk) => {
          cut.storage = desk.storage.cut;
          const { caseId } = await openCase(desk);
          const agent = await desk.hire();
          await desk.sendAll(named("broadcast", 1_500), { lane: "bulk", priority: 9 });
          await desk.clock.advance(3_600_000);
          await agent.desk.cases.reply({ caseId, text: "Here you are." });
          desk.letters.script(({ messageId }) => {
            order.push("the reply");
            return { externalId: `<${messageId}>`, refused: [], detail: null };
          });
          await expect(desk.support.tick()).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE" });
          desk.storage.mend();
          expect(order[0]).toBe("the reply");
        },
        oneAtATime,
      );
    });

    test("interactive jobs go before normal ones, and these before bulk, however long those have waited", () => {
      const { order, run } = inOrder();
      return onErrandDesk(
        options,
        { run },
        async ({ send, support, clock }) => {
          await send("bulk", { lane: "bulk", priority: 9 });
          await clock.advance(86_400_000);
          await send("normal");
          await clock.advance(1_000);
          await send("interactive", { lane: "interactive" });
          await support.tick();
          expect(order).toEqual(["interactive", "normal", "bulk"]);
        },
        oneAtATime,
      );
    });

    test("within a lane the higher priority goes first; each step counts as ten minutes of waiting", () => {
      const { order, run } = inOrder();
      return onErrandDesk(
        options,
        { run },
        async ({ send, support, clock }) => {
          await send("old and low", { priority: 1 });
          await clock.advance(11 * 60_000);
          await send("low", { priority: 1 });
          await send("medium", { priority: 2 });
          await send("high", { priority: 9 });
          await send("none");
          await support.tick();
          expect(order).toEqual(["high", "old and low", "medium", "low", "none"]);
        },
        oneAtATime,
      );
    });

    test("no lane waits for ever: after four of the lanes above one normal job is taken, after eight one of bulk", () => {
      const { order, run } = inOrder();
      return onErrandDesk(
        options,
        { run },
        async ({ send, sendAll, support }) => {
          await send("bulk", { lane: "bulk" });
          await send("normal");
          await sendAll(named("interactive", 20), { lane: "interactive" });
          await support.tick();
          expect(order).toHaveLength(22);
          expect(order.indexOf("normal")).toBe(4);
          expect(order.indexOf("bulk")).toBeGreaterThanOrEqual(8);
          expect(order.indexOf("bulk")).toBeLessThan(10);
        },
        oneAtATime,
      );
    });

    test("one that failed keeps its lane and priority, and is not taken before its pause is over", () => {
      const { order, run } = inOrder();
      let fails = 2;
      const failing: typeof done = async (job) => {
        if (job.data.name !== "plain" && fails-- > 0) throw new Error("not now");
        await run(job);
      };
      return onErrandDesk(
        options,
        { run: failing },
        async ({ send, support, clock }) => {
          await send("low", { lane: "interactive" });
          await send("high", { lane: "interactive", priority: 3 });
          await support.tick();
          expect(order).toEqual([]);
          await clock.advance(60_000);
          await send("plain");
          await support.tick();
          expect(order).toEqual(["high", "low", "plain"]);
        },
        oneAtATime,
      );
    });

    test("one that was set aside and is replayed waits in its lane again", () => {
      const { order, run } = inOrder();
      let isBroken = true;
      const failing: typeof done = async (job) => {
        if (isBroken) throw new Error("no");
        await run(job);
      };
      return onErrandDesk(
        options,
        { run: failing, maxAttempts: 1 },
        async ({ send, support, clock }) => {
          await send("person", { lane: "interactive", priority: 2 });
          await support.tick();
          isBroken = false;
          await send("bulk", { lane: "bulk" });
          await send("earlier", { lane: "interactive" });
          await clock.advance(1_000);
          const [letter] = (await support.jobs.list({ state: "dead" })).rows;
          await support.jobs.replay({ jobId: letter?.id ?? "" });
          await support.tick();
          expect(order).toEqual(["person", "earlier", "bulk"]);
        },
        oneAtATime,
      );
    });

    const wrong = [
      { lane: "urgent" },
      { priority: 10 },
      { priority: -1 },
      { priority: 1.5 },
      { dueAt: Number.NaN },
      { rate: { key: "", limit: 1, perMs: 1 } },
      { rate: { key: "x".repeat(151), limit: 1, perMs: 1 } },
      { rate: { key: "smtp", limit: 0, perMs: 1_000 } },
      { rate: { key: "smtp", limit: 1_001, perMs: 1_000 } },
      { rate: { key: "smtp", limit: 1, perMs: 0 } },
      { rate: { key: "smtp", limit: 1, perMs: 86_400_001 } },
      { rate: { key: "smtp", limit: 1 } },
    ];
    test.each(wrong)("a job with %j is refused, and nothing is written", (given) =>
      onErrandDesk(options, {}, async ({ send, waiting }) => {
        // What JavaScript would let through.
        await expect(send("wrong", given as object)).rejects.toMatchObject({ code: "INVALID_INPUT" });
        expect(await waiting()).toEqual([]);
      }),
    );

    test("a job of a version that knew no lanes is done", () =>
      onErrandDesk(options, {}, async ({ send, support, storage, waiting, names }) => {
        await send("old");
        for (const { tenantId, id } of await waiting()) {
          const set = { lane: null, placeAt: null, priority: null, rate: null };
          await storage.commit([{ kind: "update", table: jobs, key: { tenantId, id }, set }]);
        }
        await support.tick();
        expect(await names()).toEqual(["old"]);
      }));
  });
}

function named(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${name} ${at}`);
}

async function openCase(desk: Parameters<Parameters<typeof onErrandDesk>[2]>[0]) {
  const { caseIds } = await desk.receive([letter()]);
  return { caseId: caseIds[0] ?? "nothing was opened" };
}
