import { describe, expect, test } from "../checks/checks.ts";
import type { ChannelProvider, ChannelSuiteOptions } from "./options.ts";
import { deskWith, inboundOf, now, sample, withProvider } from "./subject.ts";

/** However often and in whatever order a provider delivers, each message reaches the desk once. */
export function arrivingTests(suite: ChannelSuiteOptions): void {
  describe("arriving", () => {
    const able = test.needs(suite.has.receive ?? true, "receives nothing");
    const conversation = (provider: ChannelProvider) => {
      const inbound = inboundOf(provider);
      return [1, 2, 3].map((number) => {
        const externalId = `part-${number}@provider.example`;
        const answers = number === 1 ? null : `part-${number - 1}@provider.example`;
        const payload = inbound.payload(
          sample({ externalId, answers, text: `Part ${number}`, sentAt: now + number * 1000 }),
        );
        return inbound.deliver(payload, { deliveryId: `part-${number}`, at: now + number * 1000 });
      });
    };
    const textsOf = async (desk: Awaited<ReturnType<typeof deskWith>>) => {
      const { rows: cases } = await desk.cases.list();
      const found = await Promise.all(cases.map(({ id: caseId }) => desk.cases.messages({ caseId })));
      return found.flatMap(({ rows }) => rows.map(({ text }) => /Part \d/.exec(text)?.[0])).sort();
    };

    able("what is delivered again is a duplicate, whenever it comes", () =>
      withProvider(suite, async (provider) => {
        const desk = await deskWith(provider.channel);
        const [raw] = conversation(provider);
        if (raw === undefined) return;
        const { id } = provider.channel;
        const first = await desk.receive(id, raw);
        expect(first.outcome).toBe("accepted");
        for (const receivedAt of [raw.receivedAt, raw.receivedAt + 60_000])
          expect(await desk.receive(id, { ...raw, receivedAt })).toEqual({ ...first, outcome: "duplicate" });
        expect(await textsOf(desk)).toEqual(["Part 1"]);
      }),
    );
    able("what is delivered ten times at once is one message", () =>
      withProvider(suite, async (provider) => {
        const desk = await deskWith(provider.channel);
        const [raw] = conversation(provider);
        if (raw === undefined) return;
        const results = await Promise.all(
          Array.from({ length: 10 }, () => desk.receive(provider.channel.id, structuredClone(raw))),
        );
        expect(results.filter(({ outcome }) => outcome === "accepted")).toHaveLength(1);
        expect(await textsOf(desk)).toEqual(["Part 1"]);
      }),
    );
    for (const order of [
      [2, 1, 0],
      [1, 0, 2],
      [2, 0, 1],
      [0, 1, 2, 0, 1, 2],
    ])
      able(`in the order ${order.map((at) => at + 1).join(", ")} nothing is lost and nothing doubled`, () =>
        withProvider(suite, async (provider) => {
          const desk = await deskWith(provider.channel);
          const parts = conversation(provider);
          for (const at of order) {
            const raw = parts[at];
            if (raw !== undefined) await desk.receive(provider.channel.id, raw);
          }
          expect(await textsOf(desk)).toEqual(["Part 1", "Part 2", "Part 3"]);
        }),
      );
  });
}
