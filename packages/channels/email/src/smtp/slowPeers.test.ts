import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import { type FakeDesk, fakeDesk } from "../testing/fakeDesk.ts";
import { smtpClient } from "../testing/smtpClient.ts";
import { testCertificate } from "../testing/testCertificate.ts";
import type { ListenOptions } from "./listenOptions.ts";

/** `atEnd` is that of a test which runs beside others, as vitest then can't tell whose it is. */
async function listening(desk: FakeDesk, options: Partial<ListenOptions> = {}, atEnd = onTestFinished) {
  let port = 0;
  const channel = emailChannel({
    address: "support@shop.example",
    secret: "a secret that is long enough to be one",
    listen: { port: 0, onListening: (address) => (port = address.port), ...options },
  });
  await channel.start?.(desk);
  atEnd(async () => channel.stop?.());
  return port;
}

/** A peer that sends some lines, then one byte now and then; resolves when the server hangs up. */
async function slowPeer(
  port: number,
  { lines = [], drip = "N", from = "127.0.0.1" }: { lines?: readonly string[]; drip?: string; from?: string },
  atEnd = onTestFinished,
) {
  const socket = connect({ port, host: "127.0.0.1", localAddress: from });
  atEnd(() => void socket.destroy());
  socket.on("error", () => {});
  let heard = "";
  socket.on("data", (data) => {
    heard += data;
  });
  await once(socket, "connect");
  // Not `once` of node:events: it rejects when the server hangs up on a byte that is still under way.
  const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(heard)));
  let answered = 0;
  const answer = async () => {
    answered += 1;
    while (heard.split(/^\d{3} .*\r\n/m).length <= answered && !socket.closed) await wait(10);
  };
  await answer();
  for (const line of lines) {
    socket.write(`${line}\r\n`);
    if (line.length < 1_000) await answer();
  }
  const dripping = setInterval(() => socket.write(drip), 100);
  socket.once("close", () => clearInterval(dripping));
  return { socket, closed, heard: () => heard };
}

const envelope = ["EHLO slow.example", "MAIL FROM:<ann@customer.example>", "RCPT TO:<support@shop.example>"];
const message = "From: ann@customer.example\r\nSubject: Help\r\n\r\nIt broke.\r\n.";
let mails = 0;

async function sendHonestly(port: number, atEnd = onTestFinished): Promise<string> {
  const client = await smtpClient(port);
  atEnd(() => void client.socket.destroy());
  mails += 1;
  return client.sayAll(...envelope, "DATA", `Message-ID: <${mails}@customer.example>\r\n${message}`);
}

test.each([
  ["a command that never ends", { drip: "N" }],
  ["commands that bring nothing", { lines: ["EHLO slow.example"], drip: "NOOP\r\n" }],
  ["resets", { lines: ["EHLO slow.example"], drip: "RSET\r\n" }],
  ["a recipient that never ends", { lines: envelope.slice(0, 2), drip: "R" }],
  ["recipients that are refused", { lines: envelope.slice(0, 2), drip: "RCPT TO:<nobody@shop.example>\r\n" }],
  ["content that never ends", { lines: [...envelope, "DATA"], drip: "x" }],
  ["a line of content that never ends", { lines: [...envelope, "DATA", "x".repeat(2_000)], drip: "x" }],
])(
  "a peer that drips %s is cut off in time",
  async (_, peer) => {
    const desk = fakeDesk();
    const port = await listening(desk, { commandTimeoutMs: 600, messageTimeoutMs: 1_500 });
    const { closed } = await slowPeer(port, peer);
    expect(await closed).toMatch(/421 /);
    expect(desk.received).toEqual([]);
    expect(await sendHonestly(port)).toMatch(/^250 /);
  },
  20_000,
);

test("content that keeps coming is given its time, and no more", async () => {
  const desk = fakeDesk();
  const port = await listening(desk, { commandTimeoutMs: 300, messageTimeoutMs: 2_000 });
  const begun = performance.now();
  const { closed } = await slowPeer(port, { lines: [...envelope, "DATA"], drip: `${"x".repeat(900)}\r\n` });
  expect(await closed).toMatch(/421 .*message takes too long/);
  expect(performance.now() - begun).toBeGreaterThan(1_900);
}, 20_000);

test("a session ends, however busy it is", async () => {
  const port = await listening(fakeDesk(), { commandTimeoutMs: 5_000, sessionTimeoutMs: 1_000 });
  const drip = "MAIL FROM:<ann@customer.example>\r\nRSET\r\n";
  const { closed } = await slowPeer(port, { lines: ["EHLO slow.example"], drip });
  expect(await closed).toMatch(/421 /);
}, 20_000);

test("a client waits for the desk as long as the desk needs", async () => {
  const desk = fakeDesk();
  desk.beforeReceive = () => wait(1_500);
  const port = await listening(desk, { commandTimeoutMs: 300, messageTimeoutMs: 300, sessionTimeoutMs: 300 });
  expect(await sendHonestly(port)).toMatch(/^250 /);
}, 20_000);

// Side by side, as they spend their time waiting for the listener to make room.
test.concurrent.for<[string, (index: number) => string]>([
  ["one address", () => "127.0.0.1"],
  ["two hundred addresses", (index) => `127.0.1.${index + 1}`],
])(
  "mail keeps flowing past two hundred slow peers from %s",
  { timeout: 60_000 },
  async ([, addressOf], { expect, onTestFinished }) => {
    const desk = fakeDesk();
    const port = await listening(desk, { maxConnections: 50 }, onTestFinished);
    for (let index = 0; index < 200; index += 1) {
      const lines = index % 2 === 0 ? [] : ["EHLO slow.example"];
      await slowPeer(port, { lines, from: addressOf(index) }, onTestFinished);
    }
    await wait(1_500);
    for (let mail = 1; mail <= 3; mail += 1) {
      expect(await sendHonestly(port, onTestFinished)).toMatch(/^250 /);
      expect(desk.received).toHaveLength(mail);
    }
  },
);

test("an address has its share of connections, and others have theirs", async () => {
  const port = await listening(fakeDesk(), { maxConnectionsPerAddress: 2 });
  const [first] = [await slowPeer(port, {}), await slowPeer(port, {})];
  const third = await slowPeer(port, {});
  expect(await third.closed).toMatch(/^421 /);
  const other = await slowPeer(port, { from: "127.0.0.9", lines: ["EHLO other.example"] });
  await expect.poll(() => other.heard()).toMatch(/^220 /);
  await wait(1_200);
  await slowPeer(port, {});
  expect(await first?.closed).toMatch(/421 .*slowest/);
}, 20_000);

test("a client that talks before it was greeted, and a line without end, are refused", async () => {
  const port = await listening(fakeDesk());
  const early = connect(port, "127.0.0.1");
  onTestFinished(() => void early.destroy());
  early.on("error", () => {}).resume();
  early.write(`${envelope.join("\r\n")}\r\n`);
  await once(early, "close");

  const client = await smtpClient(port);
  onTestFinished(() => void client.socket.destroy());
  client.socket.write("x".repeat(100_000));
  expect(await client.say("")).toMatch(/^421 |^closed/);
  expect(await sendHonestly(port)).toMatch(/^250 /);
}, 20_000);

test("thousands of recipients are one message's, or refused", async () => {
  const desk = fakeDesk();
  const port = await listening(desk);
  const client = await smtpClient(port);
  onTestFinished(() => void client.socket.destroy());
  await client.sayAll(...envelope.slice(0, 2));
  const replies = new Set<string>();
  for (let index = 0; index < 2_000; index += 1) {
    const reply = await client.say(`RCPT TO:<support+${index}@shop.example>`);
    replies.add(reply.slice(0, 3));
    if (/^(?:421|closed)/.test(reply)) break;
  }
  expect([...replies].sort()).toContain("452");
  if (!replies.has("421")) expect(await client.sayAll("DATA", message)).toMatch(/^250 /);
  expect((desk.received[0]?.raw.metadata.envelopeTo ?? []).length).toBeLessThanOrEqual(100);
}, 30_000);

test("a TLS handshake that stalls is cut off, and the listener goes on", async () => {
  const { key, cert } = testCertificate();
  const desk = fakeDesk();
  const port = await listening(desk, { tls: { key, cert }, commandTimeoutMs: 500 });
  const peers = [];
  for (let index = 0; index < 10; index += 1) {
    peers.push(await slowPeer(port, { lines: ["EHLO slow.example", "STARTTLS"], drip: "\u0016" }));
  }
  await Promise.all(peers.map(({ closed }) => closed));
  const client = await smtpClient(port);
  onTestFinished(() => void client.socket.destroy());
  await client.sayAll("EHLO client.example");
  client.socket.removeAllListeners("data");
  client.socket.write("STARTTLS\r\n");
  await once(client.socket, "data");
  const secure = connectTls({ socket: client.socket, rejectUnauthorized: false });
  await once(secure, "secureConnect");
  // Slow steps, but a message that comes as fast as it can: bytes inside TLS count too.
  let heard = "";
  secure.on("data", (data) => {
    heard += data;
  });
  for (const line of [...envelope, "DATA"]) {
    secure.write(`${line}\r\n`);
    await wait(100);
  }
  const chunk = `${"x".repeat(998)}\r\n`.repeat(50);
  secure.write("From: ann@customer.example\r\n\r\n");
  for (let index = 0; index < 10; index += 1) {
    secure.write(chunk);
    await wait(100);
  }
  secure.write("\r\n.\r\n");
  await expect.poll(() => heard, { timeout: 10_000 }).toMatch(/queued|OK|250 .*\r\n$/);
  expect(desk.received).toHaveLength(1);
}, 30_000);
