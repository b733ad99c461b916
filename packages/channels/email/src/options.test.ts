import { isSupportError } from "@heedkit/core";
import { expect, test } from "vitest";
import { emailChannel } from "./emailChannel.ts";
import type { EmailChannelOptions } from "./options.ts";

const valid = { address: "support@shop.example", secret: "a secret that is long enough to be one" };

function problemsOf(options: object): unknown {
  try {
    // @ts-expect-error options as a careless JavaScript caller gives them
    emailChannel(options);
  } catch (error) {
    if (isSupportError(error) && error.code === "INVALID_CONFIGURATION") return error.details.problems;
    throw error;
  }
  return [];
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
    "address: is no mail address",
    expect.stringMatching(/^secret: needs 32 characters/),
    expect.stringMatching(/^smtp.port: /),
    expect.stringMatching(/^listen.port: /),
    expect.stringMatching(/^imap.0.auth: needs password or accessToken/),
    "isAgent: must be a function",
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
