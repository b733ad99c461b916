import type { RawInbound } from "@heedkit/core";
import { describe, expect, test } from "../checks/checks.ts";
import type { ChannelProvider, ChannelSuiteOptions } from "./options.ts";
import { deskWith, inboundOf, now, plain, rejection, sample, soon, withProvider } from "./subject.ts";

const flipped = (body: Uint8Array, at: number): Uint8Array => {
  const changed = body.slice();
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
};
const flippedInside = (raw: RawInbound) => ({ ...raw, body: flipped(raw.body, raw.body.length >> 1) });
const withMetadata = (
  raw: RawInbound,
  change: (value: RawInbound["metadata"][string]) => RawInbound["metadata"][string],
) => ({
  ...raw,
  metadata: Object.fromEntries(Object.entries(raw.metadata).map(([name, value]) => [name, change(value)])),
});

/** Forgeries that can be made of any genuine delivery, without knowing how it is signed. */
const forgedMetadata: Readonly<Record<string, (genuine: RawInbound, other: RawInbound) => RawInbound>> = {
  "nothing beside the bytes": (raw) => ({ ...raw, metadata: {} }),
  "nulls beside the bytes": (raw) => withMetadata(raw, () => null),
  "empty texts beside the bytes": (raw) => withMetadata(raw, () => ""),
  "lists beside the bytes": (raw) => withMetadata(raw, () => ["x", "y"]),
  "an empty list beside the bytes": (raw) => withMetadata(raw, () => []),
  "longer texts beside the bytes": (raw) =>
    withMetadata(raw, (value) => (typeof value === "string" ? `${value}00` : value)),
  "shorter texts beside the bytes": (raw) =>
    withMetadata(raw, (value) => (typeof value === "string" ? value.slice(0, -2) : value)),
  "texts that are no ASCII beside the bytes": (raw) => withMetadata(raw, () => "Größe \u{1F600}"),
};

/** The same for the bytes: a secret sent along says nothing about them. */
const forgedBytes: typeof forgedMetadata = {
  "a first byte that was changed": (raw) => ({ ...raw, body: flipped(raw.body, 0) }),
  "a last byte that was changed": (raw) => ({ ...raw, body: flipped(raw.body, raw.body.length - 1) }),
  "a byte more": (raw) => ({ ...raw, body: Uint8Array.of(...raw.body, 32) }),
  "a byte less": (raw) => ({ ...raw, body: raw.body.slice(0, -1) }),
  "no bytes at all": (raw) => ({ ...raw, body: new Uint8Array(0) }),
  "the bytes of another delivery": (raw, other) => ({ ...raw, body: other.body }),
};

/** Bytes are trusted only if they provably come from the provider. */
export function trustTests(suite: ChannelSuiteOptions): void {
  describe("trust", () => {
    const { verify: how } = suite.has;
    const verified = test.needs(how !== false, "the transport proves it, there is no verify");
    const signed = test.needs(how === true, "what is sent along does not sign the bytes");
    const genuine = (provider: ChannelProvider, id = 1) => {
      const inbound = inboundOf(provider);
      const message = sample({ externalId: `genuine-${id}@provider.example`, text: `Genuine ${id}` });
      return inbound.deliver(inbound.payload(message), { deliveryId: `g${id}`, at: now });
    };
    const verify = async ({ channel }: ChannelProvider, raw: RawInbound) => {
      if (channel.verify === undefined) throw new Error("The channel has no verify.");
      await soon(channel.verify(raw));
    };

    verified("what the provider sent is believed", () =>
      withProvider(suite, async (provider) => {
        const raw = genuine(provider);
        const before = plain(raw);
        await verify(provider, raw);
        expect(plain(raw)).toEqual(before);
        expect((await (await deskWith(provider.channel)).receive(provider.channel.id, raw)).outcome).toBe(
          "accepted",
        );
      }),
    );
    for (const [check, forgeries] of [
      [verified, forgedMetadata],
      [signed, forgedBytes],
    ] as const)
      for (const [title, forge] of Object.entries(forgeries))
        check(`refused: ${title}`, () =>
          withProvider(suite, async (provider) => {
            const forged = forge(genuine(provider), genuine(provider, 2));
            expect((await rejection(verify(provider, forged))).code).toBe("UNVERIFIED");
          }),
        );
    verified("refused: what the author of the connector can forge", () =>
      withProvider(suite, async (provider) => {
        for (const [title, forge] of Object.entries(inboundOf(provider).forgeries ?? {})) {
          const error = await rejection(verify(provider, forge(genuine(provider))));
          expect(error.code, title).toBe("UNVERIFIED");
        }
      }),
    );
    verified("what was refused leaves nothing at the desk, and the genuine one still comes through", () =>
      withProvider(suite, async (provider) => {
        const desk = await deskWith(provider.channel);
        const raw = genuine(provider);
        const forged = how === true ? flippedInside(raw) : { ...raw, metadata: {} };
        expect((await rejection(desk.receive(provider.channel.id, forged))).code).toBe("UNVERIFIED");
        expect((await desk.cases.list()).rows).toEqual([]);
        expect((await desk.receive(provider.channel.id, raw)).outcome).toBe("accepted");
      }),
    );
  });
}
