import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { expect, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import type { WebhookOptions } from "../options.ts";
import { mailText } from "../testing/mailText.ts";

const old = "the old secret of the webhook of this desk";
const present = "the present secret of the webhook of this desk";

async function receive(
  webhook: WebhookOptions | undefined,
  metadata: Record<string, string | string[] | null>,
) {
  const channel = emailChannel({
    address: "support@shop.example",
    secret: "a secret that is long enough to be one",
    ...(webhook === undefined ? {} : { webhook }),
  });
  const support = await createSupport({ storage: memoryStorage(), channels: [channel] });
  try {
    const raw = { body: mailText({ Subject: "Hi" }), dedupeKey: null, receivedAt: Date.now(), metadata };
    const { inboundId } = await support.receive("email", raw);
    return await support.intake.openRaw({ inboundId });
  } finally {
    await support.stop();
  }
}

const basic = (secret: string) => `Basic ${Buffer.from(`heedkit:${secret}`).toString("base64")}`;

test.each([
  ["bearer", { authorization: `Bearer ${present}` }],
  ["bearer, in any case", { authorization: `bearer  ${present} ` }],
  ["basic", { authorization: basic(present) }],
  ["a secret alone", { secret: present }],
  ["the one before, while it is being replaced", { authorization: `Bearer ${old}` }],
])("mail with the secret is taken (%s), and the secret is not stored", async (_, metadata) => {
  const raw = await receive(
    { secret: [present, old] },
    { ...metadata, envelopeFrom: "ann@customer.example" },
  );
  expect(raw.metadata).toEqual({ envelopeFrom: "ann@customer.example" });
});

test.each([
  ["nothing", {}],
  ["an empty secret", { secret: "" }],
  ["another secret", { authorization: `Bearer ${present}x` }],
  ["a part of it", { authorization: `Bearer ${present.slice(0, -1)}` }],
  ["a list", { authorization: [`Bearer ${present}`] }],
  ["the word for it", { authorization: "Bearer undefined" }],
  ["a claim to have come by SMTP", { transport: "smtp", remoteAddress: "127.0.0.1" }],
])("mail with %s is refused as UNVERIFIED", async (_, metadata) => {
  await expect(receive({ secret: present }, metadata)).rejects.toMatchObject({
    code: "UNVERIFIED",
    status: 401,
  });
});

test("without a secret in the options mail from outside is refused, and the error says what to do", async () => {
  await expect(receive(undefined, { authorization: "Bearer undefined" })).rejects.toMatchObject({
    code: "UNVERIFIED",
    message: expect.stringMatching(/Set webhook: \{ secret \}/),
  });
});

test("a secret that is too short, or a list without one, is refused at start", () => {
  const options = { address: "support@shop.example", secret: "a secret that is long enough to be one" };
  for (const secret of ["short", [], [present, ""]]) {
    expect(emailChannel({ ...options, webhook: { secret } }).problems).toEqual([
      expect.stringMatching(/^webhook/),
    ]);
  }
});
