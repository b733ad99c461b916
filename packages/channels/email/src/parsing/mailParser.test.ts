import { expect, onTestFinished, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import { mailText } from "../testing/mailText.ts";

const secret = "0123456789abcdef0123456789abcdef";

test("a message is parsed in a thread", async () => {
  const channel = emailChannel({ address: "support@shop.example", secret });
  onTestFinished(() => channel.stop?.());
  const raw = { body: mailText({ Subject: "Hi" }), dedupeKey: null, receivedAt: 0, metadata: {} };
  const [event] = await channel.parse(raw, { tenantId: "default" });
  expect(event).toMatchObject({ kind: "message", subject: "Hi" });
});
