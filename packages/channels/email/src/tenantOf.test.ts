import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { afterEach, expect, test } from "vitest";
import { emailChannel } from "./emailChannel.ts";
import type { EmailChannelOptions } from "./options.ts";
import { mailText } from "./testing/mailText.ts";
import { scriptedImap } from "./testing/scriptedImap.ts";
import { smtpClient } from "./testing/smtpClient.ts";

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function desk(tenants: readonly string[], options: Partial<EmailChannelOptions>) {
  const support = await createSupport({
    storage: memoryStorage(),
    tenants,
    channels: [
      emailChannel({
        address: "support@shop.example",
        secret: "a secret that is long enough to be one",
        ...options,
      }),
    ],
    report: () => {},
  });
  stops.push(() => support.stop());
  return support;
}

test("mail by SMTP and IMAP is the only tenant's, whatever it is called", async () => {
  const imap = await scriptedImap();
  stops.push(imap.close);
  imap.mail.set(1, { body: Buffer.from(mailText({ Subject: "By IMAP", "Message-ID": "<2@c>" })) });
  let port = 0;
  const support = await desk(["acme"], {
    listen: { port: 0, onListening: (bound) => (port = bound.port) },
    imap: { host: "127.0.0.1", port: imap.port, secure: false, auth: { user: "u", password: "p" } },
  });
  await support.start();
  const client = await smtpClient(port);
  const reply = await client.sayAll(
    "EHLO x",
    "MAIL FROM:<ann@customer.example>",
    "RCPT TO:<support@shop.example>",
    "DATA",
    "From: ann@customer.example\r\nSubject: By SMTP\r\n\r\nHi\r\n.",
  );
  expect(reply).toMatch(/^250/);
  client.socket.destroy();
  await expect
    .poll(
      async () => (await support.tenant("acme").cases.list()).rows.map(({ subject }) => subject).toSorted(),
      {
        timeout: 20_000,
      },
    )
    .toEqual(["By IMAP", "By SMTP"]);
}, 40_000);

test.each([
  ["listen.recipients", { listen: { port: 0 } }],
  ["imap.0.tenantId", { imap: { host: "127.0.0.1", port: 1, auth: { user: "u", password: "p" } } }],
])("a desk with several tenants has to set %s", async (option, options) => {
  const support = await desk(["north", "south"], options);
  await expect(support.start()).rejects.toMatchObject({
    code: "INVALID_CONFIGURATION",
    details: { option },
  });
});

test("a port in use makes start reject with what to do", async () => {
  let port = 0;
  const first = await desk(["a"], { listen: { port: 0, onListening: (bound) => (port = bound.port) } });
  await first.start();
  const second = await desk(["a"], { listen: { port } });
  await expect(second.start()).rejects.toMatchObject({
    name: "SupportError",
    code: "INVALID_CONFIGURATION",
    message: expect.stringMatching(/127\.0\.0\.1:\d+.*choose another listen\.port/),
  });
});
