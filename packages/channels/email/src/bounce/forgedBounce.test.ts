import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { afterEach, expect, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import type { EmailChannelOptions } from "../options.ts";
import { mailText } from "../testing/mailText.ts";
import { smtpClient } from "../testing/smtpClient.ts";
import { smtpPeer } from "../testing/smtpPeer.ts";

const stops: (() => Promise<void>)[] = [];
const secret = "a secret that is long enough to be one";
const webhookSecret = "the secret of the webhook of this desk";

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A desk with a case of Ann, answered by an agent with Cc to Mallory; what both got, and how they write back. */
async function answeredCase(changes: Partial<EmailChannelOptions> = {}) {
  const peer = await smtpPeer();
  stops.push(peer.close);
  let port = 0;
  const channel = emailChannel({
    address: "support@shop.example",
    secret,
    smtp: { host: "127.0.0.1", port: peer.port },
    listen: { port: 0, onListening: (bound) => (port = bound.port) },
    webhook: { secret: webhookSecret },
    ...changes,
  });
  const support = await createSupport({
    storage: memoryStorage(),
    channels: [channel],
    tenants: ["shop"],
    templates: { acknowledgement: { enabled: () => false } },
    report: () => {},
  });
  await support.start();
  stops.push(() => support.stop());
  const send = async (from: string, to: string, bytes: Uint8Array) => {
    const client = await smtpClient(port);
    const reply = await client.sayAll("EHLO x", `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`);
    if (!reply.startsWith("250")) return reply;
    const last = await client.sayAll("DATA", `${Buffer.from(bytes).toString()}\r\n.`);
    client.socket.destroy();
    return last;
  };
  await send(
    "ann@customer.example",
    "support@shop.example",
    mailText({ Subject: "Help", "Message-ID": "<1@c>" }),
  );
  const { rows } = await support.cases.list();
  const caseId = rows[0]?.id ?? "";
  const copy = { kind: "email", value: "Mallory@Evil.example", name: null };
  const { id } = await support.cases.reply({ caseId, text: "Here you are.", cc: [copy] });
  await expect.poll(() => peer.messages.length, { timeout: 20_000 }).toBe(2);
  const pathOf = (recipient: string) =>
    peer.messages.find(({ to }) => to.includes(recipient))?.from ?? "no such message";
  const messageId = /^Message-ID:\s*(<[^>]*>)/im.exec(peer.messages[0]?.bytes.toString() ?? "")?.[1] ?? "";
  const bounce = (recipient: string, to = "support@shop.example") =>
    mailText(
      {
        From: "MAILER-DAEMON@mx.example",
        To: to,
        Subject: "Undelivered Mail Returned to Sender",
        "Content-Type": "multipart/report; report-type=delivery-status; boundary=b",
      },
      [
        "--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.",
        `--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; ${recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user`,
        `--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${messageId}\r\nTo: ann@customer.example\r\n`,
        "--b--",
      ].join("\r\n"),
    );
  const blocked = async () => (await support.suppressions.list()).rows.map(({ value }) => value);
  const state = async () =>
    (await support.cases.messages({ caseId })).rows.find((message) => message.id === id)?.deliveryState;
  await expect.poll(state, { timeout: 20_000 }).toBe("sent");
  return { support, peer, send, bounce, pathOf, blocked, state, caseId };
}

test("a bounce by whoever was copied and knows the Message-ID is shown, and blocks nobody", async () => {
  const { support, send, bounce, blocked, state, caseId, peer } = await answeredCase();
  expect(await send("", "support@shop.example", bounce("ann@customer.example"))).toMatch(/^250/);
  expect(await state()).toBe("bounced");
  expect(await blocked()).toEqual([]);
  await support.cases.reply({ caseId, text: "Are you there?" });
  await expect
    .poll(() => peer.messages.some(({ bytes }) => bytes.includes("Are you there?")), { timeout: 20_000 })
    .toBe(true);
}, 60_000);

test("each copy has a return path of its own, and a bounce to it blocks its recipient and nobody else", async () => {
  const { send, bounce, pathOf, blocked } = await answeredCase();
  const [ofAnn, ofMallory] = [pathOf("ann@customer.example"), pathOf("mallory@evil.example")];
  expect(ofAnn).not.toBe(ofMallory);
  // The path proves for whom it is; what the report says does not count.
  expect(await send("", ofMallory, bounce("ann@customer.example"))).toMatch(/^250/);
  expect(await blocked()).toEqual(["mallory@evil.example"]);
  expect(await send("", ofAnn.toUpperCase(), bounce("forwarded@elsewhere.example"))).toMatch(/^250/);
  expect((await blocked()).toSorted()).toEqual(["ann@customer.example", "mallory@evil.example"]);
}, 60_000);

test.each([
  ["a signature that was changed", (path: string) => path.replace(/..@/, "zz@")],
  ["a recipient that was changed", (path: string) => path.replace(/-[0-9a-f]{6}/, "-000000")],
  [
    "a message that was changed",
    (path: string) => path.replace(/\+(.)/, (_, first) => `+${first === "0" ? "1" : "0"}`),
  ],
  ["a signature that was cut", (path: string) => path.replace(/.{8}@/, "@")],
])(
  "%s proves nothing",
  async (_, forge) => {
    const { send, bounce, pathOf, blocked } = await answeredCase();
    const forged = forge(pathOf("ann@customer.example"));
    expect(await send("", forged, bounce("ann@customer.example", forged))).toMatch(/^250/);
    expect(await blocked()).toEqual([]);
  },
  60_000,
);

test("a path is known in headers too, as an IMAP server or a webhook leaves it, and in its tenant alone", async () => {
  const { support, bounce, pathOf, blocked } = await answeredCase();
  const body = Buffer.concat([
    Buffer.from(`Delivered-To: ${pathOf("ann@customer.example")}\r\n`),
    bounce("ann@customer.example"),
  ]);
  const channel = emailChannel({
    address: "support@shop.example",
    secret: "another secret that is long enough",
    previousSecrets: [secret],
  });
  const raw = { body, dedupeKey: null, receivedAt: Date.now(), metadata: {} };
  expect(await channel.parse(raw, { tenantId: "shop" })).toMatchObject([{ proven: true }]);
  expect(await channel.parse(raw, { tenantId: "other" })).not.toMatchObject([{ proven: true }]);
  const metadata = { authorization: `Bearer ${webhookSecret}` };
  await support.receive("email", { ...raw, metadata });
  expect(await blocked()).toEqual(["ann@customer.example"]);
}, 60_000);

test("a bounce through a relay that the host names is believed", async () => {
  const { send, bounce, blocked } = await answeredCase({ bounces: { trust: ["127.0.0.0/8"] } });
  await send("", "support@shop.example", bounce("ann@customer.example"));
  expect(await blocked()).toEqual(["ann@customer.example"]);
}, 60_000);

test("bounces go to an address of their own where one is named, and the listener takes them", async () => {
  const { send, bounce, pathOf, blocked } = await answeredCase({ bounces: { address: "b@shop.example" } });
  const path = pathOf("ann@customer.example");
  expect(path).toMatch(/^b\+.*@shop\.example$/);
  expect(await send("", path, bounce("ann@customer.example"))).toMatch(/^250/);
  expect(await blocked()).toEqual(["ann@customer.example"]);
}, 60_000);
