import { isSupportError, type RawInbound } from "@heedkit/core";
import * as z from "zod";
import { describe, expect, test } from "../checks/checks.ts";
import { seededRandom } from "../seededRandom.ts";
import type { ChannelProvider, ChannelSuiteOptions } from "./options.ts";
import { deskWith, inboundOf, now, plain, sample, soon, withProvider } from "./subject.ts";

const address = z.strictObject({
  kind: z.string().min(1),
  value: z.string().min(1),
  name: z.string().nullable(),
});
const instant = z.number().int().nullable();
const message = z.object({
  kind: z.literal("message"),
  externalId: z.string().min(1).nullable(),
  from: address,
  to: z.array(address),
  cc: z.array(address),
  subject: z.string().nullable(),
  text: z.string(),
  html: z.string().nullable(),
  newText: z.string(),
  attachments: z.array(z.object({ reference: z.string(), name: z.string(), size: z.number().int().min(0) })),
  sentAt: instant,
  threadHints: z.array(z.object({ by: z.enum(["signed", "reference"]) })),
  automatic: z.object({ reason: z.string(), evidence: z.string() }).nullable(),
});
const receipt = z.object({ kind: z.literal("receipt"), externalId: z.string().min(1), state: z.string() });
const events = z.array(z.discriminatedUnion("kind", [message, receipt]));

/** The meaning of bytes depends on the bytes alone, and no bytes break anything. */
export function understandingTests(suite: ChannelSuiteOptions): void {
  describe("understanding", () => {
    const able = test.needs(suite.has.receive ?? true, "receives nothing");
    const parse = async ({ channel }: ChannelProvider, raw: RawInbound) =>
      soon(channel.parse(raw, { tenantId: "default" }));
    const genuine = (provider: ChannelProvider, payload = inboundOf(provider).payload(sample())) =>
      inboundOf(provider).deliver(payload, { deliveryId: "d1", at: now });

    able("a message is understood: who, what, when, and its id", () =>
      withProvider(suite, async (provider) => {
        const [event, ...others] = events.parse(await parse(provider, genuine(provider)));
        expect(others).toEqual([]);
        expect(event).toMatchObject({ kind: "message", externalId: sample().externalId });
        if (event?.kind !== "message") return;
        expect(event.text).toContain(sample().text);
        expect(event.newText).toContain(sample().text);
        expect([null, sample().sentAt]).toContain(event.sentAt);
        const { html, subject, attachments } = provider.channel.capabilities;
        if (!html) expect(event.html).toBeNull();
        if (!subject) expect(event.subject).toBeNull();
        if (!attachments) expect(event.attachments).toEqual([]);
      }),
    );
    able("two people are two, and one is one", () =>
      withProvider(suite, async (provider) => {
        const from = async (sender: number, externalId: string) => {
          const payload = inboundOf(provider).payload(sample({ sender, externalId }));
          const [event] = events.parse(await parse(provider, genuine(provider, payload)));
          return event?.kind === "message" ? event.from.value : null;
        };
        const [one, again, other] = [
          await from(1, "a@p.example"),
          await from(1, "b@p.example"),
          await from(2, "c@p.example"),
        ];
        expect(again).toBe(one);
        expect(other).not.toBe(one);
      }),
    );
    able("the same bytes mean the same, now and later, and are left as they were", () =>
      withProvider(suite, async (provider) => {
        const raw = genuine(provider);
        const before = plain(raw);
        const first = await parse(provider, raw);
        await new Promise((resolve) => setTimeout(resolve, 15));
        expect(await parse(provider, structuredClone(raw))).toEqual(first);
        const atOnce = await Promise.all(Array.from({ length: 5 }, () => parse(provider, raw)));
        expect(atOnce).toEqual(Array.from({ length: 5 }, () => first));
        expect(plain(raw)).toEqual(before);
      }),
    );
    able("nobody is asked for it: it works when the provider is gone", () =>
      withProvider(suite, async (provider) => {
        const raw = genuine(provider);
        await provider.close();
        expect(await parse(provider, raw)).toHaveLength(1);
      }),
    );
    able("300 broken deliveries are understood or UNPARSEABLE, soon", () =>
      withProvider(suite, async (provider) => {
        for (const payload of broken(inboundOf(provider).payload(sample()))) {
          const raw = genuine(provider, payload);
          const began = performance.now();
          try {
            events.parse(await parse(provider, raw));
          } catch (error) {
            if (!isSupportError(error)) throw error;
            expect([error.code, error.retryable]).toEqual(["UNPARSEABLE", false]);
          }
          // Far more than any takes, as other programs may use the machine as well.
          expect(performance.now() - began).toBeLessThan(5_000);
        }
      }),
    );
    able("what is not understood is kept at the desk, whole", () =>
      withProvider(suite, async (provider) => {
        const desk = await deskWith(provider.channel);
        for (const [at, payload] of broken(inboundOf(provider).payload(sample())).slice(0, 60).entries()) {
          const raw = inboundOf(provider).deliver(payload, { deliveryId: `broken-${at}`, at: now });
          const { outcome } = await desk.receive(provider.channel.id, raw);
          expect(["accepted", "kept", "duplicate"]).toContain(outcome);
        }
      }),
    );
  });
}

/** Payloads damaged by a line, a proxy or an attacker: truncated, changed, doubled, random, deep, re-encoded. */
function broken(payload: Uint8Array): readonly Uint8Array[] {
  const random = seededRandom(11);
  const at = (length: number) => Math.floor(random.fraction() * length);
  const text = (value: string) => new TextEncoder().encode(value);
  const changed = Array.from({ length: 120 }, () => {
    const bytes = payload.slice();
    for (let times = 1 + at(5); times > 0; times--) bytes[at(bytes.length)] = at(256);
    return bytes;
  });
  return [
    new Uint8Array(0),
    ...["null", "[]", "{}", '""', "0", "<html>502</html>", "[".repeat(50_000), '{"a":'.repeat(20_000)].map(
      text,
    ),
    text(`{"__proto__":{"kind":"message"},"constructor":null}`),
    Uint8Array.of(0xff, 0xfe, 0x00, 0xd8),
    Uint8Array.of(...payload, ...payload),
    ...changed,
    ...Array.from({ length: 90 }, () => payload.slice(0, at(payload.length))),
    ...Array.from({ length: 77 }, () => random.bytes(at(2000))),
  ];
}
