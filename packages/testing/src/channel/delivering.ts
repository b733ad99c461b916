import { describe, expect, test } from "../checks/checks.ts";
import type { ChannelSuiteOptions, ProviderMood } from "./options.ts";
import { deliver, outbound, rejection, shortPatienceMs, soon, withProvider } from "./subject.ts";

const passing: Readonly<Record<string, ProviderMood>> = {
  "is busy": { kind: "busy", retryAfterMs: 7000 },
  "is out of order": { kind: "broken" },
  "never answers": { kind: "silent" },
  "cuts the connection": { kind: "reset" },
  "answers garbage": { kind: "garbage" },
};

/** Delivery, and what each failure of a provider means. */
export function deliveryTests(suite: ChannelSuiteOptions): void {
  describe("delivering", () => {
    const canDeliver = suite.has.deliver ?? true;
    const able = test.needs(canDeliver, "delivers nothing");
    able("the provider takes the message, and the receipt names it as the provider does", () =>
      withProvider(suite, async (provider) => {
        const receipt = await deliver(provider.channel, outbound(provider));
        expect(receipt.externalId).not.toBe("");
        expect(receipt.refused).toEqual([]);
        expect(provider.taken()).toEqual([receipt.externalId]);
      }),
    );
    able("ten at once are ten, each with its own id", () =>
      withProvider(suite, async (provider) => {
        const messages = Array.from({ length: 10 }, () => outbound(provider));
        const receipts = await Promise.all(messages.map((message) => deliver(provider.channel, message)));
        expect(new Set(receipts.map(({ externalId }) => externalId)).size).toBe(10);
        expect([...provider.taken()].sort()).toEqual(receipts.map(({ externalId }) => externalId).sort());
      }),
    );
    able("the same key twice is the same message: one id", () =>
      withProvider(suite, async (provider) => {
        const message = outbound(provider);
        const [first, second] = [
          await deliver(provider.channel, message),
          await deliver(provider.channel, message),
        ];
        expect(second.externalId).toBe(first.externalId);
        expect(new Set(provider.taken())).toEqual(new Set([first.externalId]));
      }),
    );
    test.needs(canDeliver && suite.has.idempotencyKeys, "the provider takes no keys")(
      "the same key twice, also at once, is taken once",
      () =>
        withProvider(suite, async (provider) => {
          const [message, other] = [outbound(provider), outbound(provider)];
          await deliver(provider.channel, message);
          await deliver(provider.channel, message);
          await Promise.all([1, 2, 3].map(() => deliver(provider.channel, other)));
          expect(provider.taken()).toHaveLength(2);
        }),
    );

    for (const [title, mood] of Object.entries(passing))
      able(`a provider that ${title}: DELIVERY_UNAVAILABLE, and the next attempt delivers it`, () =>
        withProvider(
          suite,
          async (provider) => {
            const message = outbound(provider);
            await provider.feel(mood);
            const error = await rejection(deliver(provider.channel, message));
            expect([error.code, error.retryable]).toEqual(["DELIVERY_UNAVAILABLE", true]);
            expect(JSON.stringify([error.message, error.details])).not.toContain("kumquat");
            await provider.feel({ kind: "well" });
            const { externalId } = await deliver(provider.channel, message);
            expect(new Set(provider.taken())).toEqual(new Set([externalId]));
          },
          mood.kind === "silent" ? shortPatienceMs : undefined,
        ),
      );
    able("no provider at all: DELIVERY_UNAVAILABLE", () =>
      withProvider(suite, async (provider) => {
        await provider.close();
        const error = await rejection(deliver(provider.channel, outbound(provider)));
        expect([error.code, error.retryable]).toEqual(["DELIVERY_UNAVAILABLE", true]);
      }),
    );
    able("a provider that will never take it: DELIVERY_REFUSED, which is final", () =>
      withProvider(suite, async (provider) => {
        await provider.feel({ kind: "refusing" });
        const error = await rejection(deliver(provider.channel, outbound(provider)));
        expect([error.code, error.retryable]).toEqual(["DELIVERY_REFUSED", false]);
        expect(error.message.length).toBeGreaterThan(10);
        expect(provider.taken()).toEqual([]);
      }),
    );
    test.needs(canDeliver && suite.has.retryAfter, "the provider cannot say when to come again")(
      "when the provider says how long to wait, the error says so",
      () =>
        withProvider(suite, async (provider) => {
          for (const retryAfterMs of [1000, 90_000, 7_200_000]) {
            await provider.feel({ kind: "busy", retryAfterMs });
            const error = await rejection(deliver(provider.channel, outbound(provider)));
            // A date on the wire has whole seconds, and some time passes on the way.
            expect(error.retryAfterMs).toBeGreaterThan(retryAfterMs - 2000);
            expect(error.retryAfterMs).toBeLessThanOrEqual(retryAfterMs + 1000);
          }
        }),
    );

    able("a delivery that is aborted before it begins is not handed over", () =>
      withProvider(suite, async (provider) => {
        const error = await rejection(deliver(provider.channel, outbound(provider), AbortSignal.abort()));
        expect([error.code, error.retryable]).toEqual(["DELIVERY_UNAVAILABLE", true]);
        expect(provider.taken()).toEqual([]);
      }),
    );
    able("a delivery that is aborted on its way ends at once", async () =>
      withProvider(suite, async (provider) => {
        await provider.feel({ kind: "silent" });
        const controller = new AbortController();
        const failing = rejection(deliver(provider.channel, outbound(provider), controller.signal));
        setTimeout(() => controller.abort(new Error("the desk is stopped")), 60);
        const error = await soon(failing, 1500);
        expect([error.code, error.retryable]).toEqual(["DELIVERY_UNAVAILABLE", true]);
      }),
    );
  });
}
