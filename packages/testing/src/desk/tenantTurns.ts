import { describe, expect, test } from "vitest";
import { onErrandDesk } from "./harness/errandDesk.ts";
import { inOrder } from "./harness/errands.ts";
import type { DeskSuiteOptions } from "./options.ts";

const tenants = ["default", "quiet", "third"];

export function tenantTurnTests(options: DeskSuiteOptions): void {
  describe("turns of tenants", () => {
    test.each([1, 4])(
      "a tenant with hundreds of waiting jobs holds up another by a few, %i at a time",
      (concurrency) => {
        const { order, run } = inOrder();
        return onErrandDesk(
          options,
          { run },
          async ({ sendAll, support, clock }) => {
            await sendAll(named("many", 300));
            await clock.advance(60_000);
            await sendAll(["one"], {}, "quiet");
            await support.tick();
            expect(order).toHaveLength(301);
            expect(order.indexOf("one")).toBeLessThanOrEqual(2 * concurrency);
          },
          { tenants, worker: { concurrency } },
        );
      },
    );

    test("who comes while hundreds wait already is seen after four looks at the latest", () => {
      const { order, run } = inOrder();
      let late = async () => {};
      return onErrandDesk(
        options,
        {
          run: async (job) => {
            if (order.length === 50) await late();
            await run(job);
          },
        },
        async ({ sendAll, support }) => {
          late = () => sendAll(["late"], {}, "quiet");
          await sendAll(named("many", 200));
          await support.tick();
          expect(order.indexOf("late") - 50).toBeLessThanOrEqual(6);
          expect(order).toHaveLength(201);
        },
        { tenants, worker: { concurrency: 1 } },
      );
    });

    test("tenants that all have much to do get the same share", () => {
      const { order, run } = inOrder();
      return onErrandDesk(
        options,
        { run },
        async ({ sendAll, support }) => {
          for (const tenant of tenants) await sendAll(named(tenant, 60), {}, tenant);
          await support.tick();
          expect(order).toHaveLength(180);
          const half = order.slice(0, 90).map((name) => name.split(" ")[0]);
          for (const tenant of tenants) {
            const share = half.filter((name) => name === tenant).length;
            expect(share).toBeGreaterThanOrEqual(24);
            expect(share).toBeLessThanOrEqual(42);
          }
        },
        { tenants, worker: { concurrency: 2 } },
      );
    });

    test("turns are taken within a lane: an interactive job goes before all tenants' bulk", () => {
      const { order, run } = inOrder();
      return onErrandDesk(
        options,
        { run },
        async ({ sendAll, support }) => {
          for (const tenant of tenants) await sendAll(named("bulk", 20), { lane: "bulk" }, tenant);
          await sendAll(["reply"], { lane: "interactive" }, "third");
          await support.tick();
          expect(order.indexOf("reply")).toBe(0);
          expect(order).toHaveLength(61);
        },
        { tenants, worker: { concurrency: 1 } },
      );
    });
  });
}

function named(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${name} ${at}`);
}
