import { describe, expect, test } from "../checks/checks.ts";
import type { ChannelSuiteOptions } from "./options.ts";
import { now, sample, withProvider } from "./subject.ts";

/** What a connector declares about itself is true. */
export function truthTests(suite: ChannelSuiteOptions): void {
  describe("capabilities", () => {
    test("says what it is", () =>
      withProvider(suite, async ({ channel }) => {
        expect(channel.specVersion).toBe(1);
        expect(channel.id).toMatch(/^[a-z][a-z0-9-]*$/);
        expect(["email", "chat", "social", "phone", "web", "api"]).toContain(channel.kind);
        const { receive, deliver, html, attachments, subject, listens } = channel.capabilities;
        for (const one of [receive, deliver, html, attachments, subject, listens])
          expect(typeof one).toBe("boolean");
        expect(receive || deliver).toBe(true);
      }));
    test("has the functions for what it can do, and none for what it can't", () =>
      withProvider(suite, async ({ channel }) => {
        const { deliver, listens, attachments, receive } = channel.capabilities;
        expect(typeof channel.deliver === "function").toBe(deliver);
        expect(typeof channel.start === "function").toBe(typeof channel.stop === "function");
        if (listens) expect(typeof channel.start).toBe("function");
        expect(channel.attachments !== undefined).toBe(attachments && receive);
        expect(typeof channel.verify === "function").toBe(suite.has.verify !== false);
      }));
    test("can be taken apart: no function needs `this`", () =>
      withProvider(suite, async (provider) => {
        const { parse, verify } = provider.channel;
        const { inbound } = provider;
        if (inbound === undefined) return;
        const raw = inbound.deliver(inbound.payload(sample()), { deliveryId: "d1", at: now });
        await verify?.(raw);
        await parse(raw, { tenantId: "default" });
      }));
  });
}
