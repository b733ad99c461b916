import { afterEach, expect, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import { fakeDesk } from "../testing/fakeDesk.ts";
import { mailText } from "../testing/mailText.ts";
import { outboundMessage } from "../testing/outboundMessage.ts";
import { smtpClient } from "../testing/smtpClient.ts";
import { smtpPeer } from "../testing/smtpPeer.ts";

const secret = "a secret that is long enough to be one";
const stops: (() => Promise<void> | undefined)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function deskAt(address: string) {
  const peer = await smtpPeer();
  stops.push(peer.close);
  let port = 0;
  const channel = emailChannel({
    address,
    secret,
    smtp: { host: "127.0.0.1", port: peer.port },
    listen: { port: 0, onListening: (bound) => (port = bound.port) },
  });
  expect(channel.problems).toBeUndefined();
  const desk = fakeDesk();
  await channel.start?.(desk);
  stops.push(() => channel.stop?.());
  const signal = new AbortController().signal;
  await channel.deliver?.(outboundMessage(), { idempotencyKey: "msg_1", signal });
  const [sent] = peer.messages;
  const text = (sent?.bytes.toString() ?? "").replace(/\r\n[ \t]+/g, " ");
  const replyTo = /^Reply-To: .*?([^\s<>]+@[^\s<>]+?)>?\r$/im.exec(text)?.[1] ?? "";
  const parse = (bytes: Uint8Array) =>
    channel.parse(
      { body: bytes, dedupeKey: null, receivedAt: Date.now(), metadata: {} },
      { tenantId: "default" },
    );
  const rcpt = async (recipient: string) => {
    const client = await smtpClient(port);
    const reply = await client.sayAll("EHLO x", "MAIL FROM:<ann@customer.example>", `RCPT TO:<${recipient}>`);
    client.socket.destroy();
    return reply.slice(0, 3);
  };
  return { sent, replyTo, parse, rcpt };
}

test.each([
  ["support+eu@shop.example", "support+eu@shop.example", "support@shop.example"],
  ["Support+EU@Shop.Example", "support+eu@shop.example", "sales@shop.example"],
  ["support+eu+b2b@shop.example", "support+eu+b2b@shop.example", "support+eu@shop.example"],
  ["hilfe@münchen.example", "hilfe@xn--mnchen-3ya.example", "hilfe@muenchen.example"],
  ['"support"@shop.example', "support@shop.example", "suppor@shop.example"],
  ["shop.support@gmail.com", "shop.support@gmail.com", "shop@gmail.com"],
])(
  "a desk at %s knows its replies, its own mail and its mailboxes",
  async (address, normal, foreign) => {
    const { sent, replyTo, parse, rcpt } = await deskAt(address);
    expect(replyTo).not.toBe(normal);
    const answer = mailText({ To: replyTo, "Message-ID": "<a@c>" });
    expect(await parse(answer)).toMatchObject([
      { threadHints: [{ by: "signed", caseId: "cas_01h455vb4pex5vsknk084sn02q" }], automatic: null },
    ]);
    const returned = Buffer.from((sent?.bytes.toString() ?? "").replace(/^X-Heedkit-Loop:.*\r\n/im, ""));
    for (const bytes of [sent?.bytes ?? Buffer.alloc(0), returned, mailText({ From: replyTo })]) {
      expect(await parse(bytes)).toMatchObject([{ automatic: { reason: "own" } }]);
    }
    expect(await parse(mailText({ From: foreign }))).toMatchObject([{ automatic: null }]);
    expect(await rcpt(normal)).toBe("250");
    expect(await rcpt(replyTo.toUpperCase())).toBe("250");
    expect(await rcpt(sent?.from ?? "")).toBe("250");
    expect(await rcpt(foreign)).toBe("550");
  },
  30_000,
);

test("a provider that ignores dots delivers to the desk however they are set", async () => {
  const { parse, rcpt } = await deskAt("shop.support@gmail.com");
  expect(await parse(mailText({ From: "ShopSupport@googlemail.com" }))).toMatchObject([
    { automatic: { reason: "own" } },
  ]);
  expect(await rcpt("shopsupport@gmail.com")).toBe("250");
}, 30_000);
