import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { expect, test } from "vitest";
import { emailChannel } from "./emailChannel.ts";
import type { EmailChannelOptions } from "./options.ts";

const valid = { address: "support@shop.example", secret: "a secret that is long enough to be one" };

function problemsOf(options: object): readonly string[] {
  // @ts-expect-error options as a careless JavaScript caller gives them
  return emailChannel(options).problems ?? [];
}

test("everything wrong is told at once, where it is", () => {
  expect(
    problemsOf({
      address: "nobody",
      secret: "short",
      smtp: { host: "x", port: "25" },
      listen: { port: 99999 },
      imap: [{ host: "x", auth: { user: "u" } }],
      isAgent: true,
      ownAddresses: ["@"],
      limits: { maxParts: 0 },
      adress: "typo",
    }),
  ).toEqual([
    "address: is not a mail address.",
    expect.stringMatching(/^secret: needs 32 characters/),
    expect.stringMatching(/^smtp.port: /),
    expect.stringMatching(/^listen.port: /),
    expect.stringMatching(/^imap.0.auth: needs password or accessToken/),
    "isAgent: must be a function.",
    expect.stringMatching(/^ownAddresses.0: /),
    expect.stringMatching(/^limits.maxParts: /),
    expect.stringMatching(/adress/),
  ]);
});

test("the least that is needed makes a channel that reads and says that it can't send", () => {
  const channel = emailChannel(valid);
  expect(channel).toMatchObject({ id: "email", kind: "email", specVersion: 1 });
  expect(channel.capabilities).toMatchObject({ receive: true, deliver: false, listens: false });
  expect(channel.deliver).toBeUndefined();
});

test("a transport of nodemailer is taken as it is", () => {
  const options: EmailChannelOptions = { ...valid, smtp: { sendMail: async () => ({}) } };
  expect(emailChannel(options).capabilities.deliver).toBe(true);
});

test("raw bytes from a transport are read with their envelope, for their tenant", async () => {
  const raw = {
    body: Buffer.from("From: ann@x.example\nSubject: Hi\n\nHello"),
    dedupeKey: null,
    receivedAt: 0,
    metadata: {
      envelopeFrom: "",
      envelopeTo: ["support@shop.example"],
      transport: "smtp",
      remoteAddress: "::1",
    },
  };
  const [event] = await emailChannel(valid).parse(raw, { tenantId: "shop" });
  expect(event).toMatchObject({ automatic: { reason: "null-sender" } });
});

test("a desk lists the problems of its channels with all the others, and the channel itself does nothing", async () => {
  const channel = emailChannel({ ...valid, id: "mail", secret: "short", listen: { port: 0 } });
  await expect(
    createSupport({ storage: memoryStorage(), channels: [channel], tenants: [] }),
  ).rejects.toMatchObject({
    code: "INVALID_CONFIGURATION",
    details: {
      problems: expect.arrayContaining([
        expect.stringMatching(/^tenants: /),
        expect.stringMatching(/^channels.0: "mail": secret: needs 32 characters/),
      ]),
    },
  });
  await expect(
    channel.parse(
      { body: new Uint8Array(), dedupeKey: null, receivedAt: 0, metadata: {} },
      { tenantId: "default" },
    ),
  ).rejects.toMatchObject({
    code: "INVALID_CONFIGURATION",
  });
});

test.each([
  ['"my desk"@shop.example', /quoted local part/],
  ["hilfé@shop.example", /outside ASCII/],
  ["sup..port@shop.example", /a dot/],
  [`${"x".repeat(65)}@shop.example`, /64 octets/],
])("the address %s is refused with the reason", (address, reason) => {
  expect(problemsOf({ ...valid, address })).toEqual([expect.stringMatching(reason)]);
});

test("what bounces may be trusted by, and where they go, is checked", () => {
  const bounces = {
    address: `${"b".repeat(21)}@shop.example`,
    trust: ["10.0.0.0/33", "relay.example", "::1", "10.0.0.5"],
  };
  expect(problemsOf({ ...valid, bounces })).toEqual([
    expect.stringMatching(/^bounces.address: leaves no room/),
    expect.stringMatching(/^bounces.trust.0: /),
    expect.stringMatching(/^bounces.trust.1: /),
  ]);
});
