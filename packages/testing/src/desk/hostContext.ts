import { describe, expect, test } from "vitest";
import { asUntyped, onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function hostContextTests(options: DeskSuiteOptions): void {
  describe("what the host knows of a customer", () => {
    test("every source answers for itself: a good one, a failing one and a slow one", () => {
      const signals: AbortSignal[] = [];
      const context = {
        orders: async (customer: { readonly hostId: string | null }) => [`order of ${customer.hostId}`],
        plan: () => {
          throw new Error("billing is down");
        },
        deliveries: (_: unknown, { signal }: { readonly signal: AbortSignal }) => {
          signals.push(signal);
          return new Promise<never>(() => undefined);
        },
      };
      return onDesk(
        options,
        async ({ support, settled, clock }) => {
          const { id } = await support.customers.create({ hostId: "u1" });
          const before = clock.now();
          expect(await settled(support.customers.context({ customerId: id }))).toEqual({
            orders: { status: "ready", value: ["order of u1"], askedAt: expect.any(Number) },
            plan: { status: "failed", message: "billing is down" },
            deliveries: { status: "timed-out", afterMs: 500 },
          });
          expect(clock.now() - before).toBeGreaterThanOrEqual(500);
          expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
          expect(clock.waiting).toBe(0);
        },
        { customers: { context, timeLimitMs: 500 } },
      );
    });

    test("a good answer is kept for a while, a failure is asked again", () => {
      let asked = 0;
      const context = {
        orders: () => ++asked,
        plan: () => {
          asked++;
          throw new Error("down");
        },
      };
      return onDesk(
        options,
        async ({ support, clock }) => {
          const { id } = await support.customers.create({});
          await support.customers.context({ customerId: id });
          expect(asked).toBe(2);
          await support.customers.context({ customerId: id });
          expect(asked).toBe(3);
          await clock.advance(30_000);
          await support.customers.context({ customerId: id });
          expect(asked).toBe(5);
        },
        { customers: { context } },
      );
    });

    test("nothing is kept where the host says so, and nobody sees another's answers", () => {
      const asked: (string | null)[] = [];
      const context = {
        name: ({ name }: { readonly name: string | null }) => {
          asked.push(name);
          return name;
        },
      };
      return onDesk(
        options,
        async ({ support }) => {
          const { id: first } = await support.customers.create({ name: "a" });
          const { id: second } = await support.customers.create({ name: "b" });
          for (const id of [first, second, first]) await support.customers.context({ customerId: id });
          expect(asked).toEqual(["a", "b", "a"]);
        },
        { customers: { context, cacheMs: 0 } },
      );
    });

    test("it is not for everybody", () =>
      onDesk(
        options,
        async ({ support }) => {
          const { id } = await support.customers.create({});
          for (const actor of [{ kind: "customer", id } as const, { kind: "bot", id: "b" } as const])
            await expect(
              asUntyped(support, actor).customers.context({ customerId: id }),
            ).rejects.toMatchObject({
              code: "FORBIDDEN",
            });
        },
        { customers: { context: { orders: () => 1 } } },
      ));
  });
}
