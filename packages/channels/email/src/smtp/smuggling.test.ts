import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterEach, expect, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import { type FakeDesk, fakeDesk } from "../testing/fakeDesk.ts";
import { smtpClient } from "../testing/smtpClient.ts";
import { testCertificate } from "../testing/testCertificate.ts";
import type { ListenOptions } from "./listenOptions.ts";

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function listening(desk: FakeDesk, options: Partial<ListenOptions> = {}): Promise<number> {
  let port = 0;
  const channel = emailChannel({
    address: "support@shop.example",
    secret: "a secret that is long enough to be one",
    listen: { port: 0, onListening: (address) => (port = address.port), ...options },
  });
  await channel.start?.(desk);
  ends.push(() => channel.stop?.());
  return port;
}

const envelope = (from: string) => [`MAIL FROM:<${from}>`, "RCPT TO:<support@shop.example>", "DATA"];
const honest = "ann@customer.example";
const forged = "boss@bank.example";
const smuggled = ["", ...envelope(forged), `From: ${forged}`, "", "Pay at once."].join("\r\n");

/** Ways to write the end of a message that some servers take for one; the standard knows CRLF . CRLF alone. */
const falseEnds: Readonly<Record<string, string>> = {
  "LF . LF": "\n.\n",
  "LF . CRLF": "\n.\r\n",
  "CRLF . LF": "\r\n.\n",
  "CR . CR": "\r.\r",
  "CR . CRLF": "\r.\r\n",
  "CR . LF": "\r.\n",
  "CRLF . CR": "\r\n.\r",
  "LF . CR": "\n.\r",
  "CRLF . NUL CRLF": "\r\n.\0\r\n",
  "CRLF NUL . CRLF": "\r\n\0.\r\n",
  "CRLF . space CRLF": "\r\n. \r\n",
  "CR CRLF . CR CRLF": "\r\r\n.\r\r\n",
  "LF LF . LF LF": "\n\n.\n\n",
  "CR LF . in one line": "\r \n.\r \n",
};

test.each(Object.entries(falseEnds))("%s does not end a message", async (_, end) => {
  for (const size of [1, Number.POSITIVE_INFINITY]) {
    const desk = fakeDesk();
    const client = await smtpClient(await listening(desk));
    ends.push(() => client.socket.destroy());
    await client.sayAll("EHLO client.example", ...envelope(honest));
    const content = `From: ${honest}\r\nSubject: Help\r\n\r\nIt broke.${end}${smuggled}`;
    // In one piece, and a byte at a time: an end may be cut anywhere.
    const pieces = size === 1 ? content : [content];
    client.socket.setNoDelay(true);
    for (const piece of pieces) client.socket.write(piece);
    expect(await client.say("\r\n.")).toMatch(/^250 /);
    expect(await client.say("QUIT")).toMatch(/^221 /);
    expect(desk.received.map(({ raw }) => raw.metadata.envelopeFrom)).toEqual([honest]);
    expect(Buffer.from(desk.received[0]?.raw.body ?? []).toString()).toContain("Pay at once.");
  }
});

test.each([
  ["LF", "\n"],
  ["CR", "\r"],
  ["CR NUL LF", "\r\0\n"],
])("an address with %s in it writes no second command", async (_, separator) => {
  const desk = fakeDesk();
  const client = await smtpClient(await listening(desk));
  ends.push(() => client.socket.destroy());
  await client.say("EHLO client.example");
  client.socket.write(`MAIL FROM:<${honest}>${separator}RCPT TO:<support@shop.example>${separator}DATA\r\n`);
  await client.say("");
  expect(await client.say("NOOP")).not.toMatch(/^354/);
  expect(desk.received).toEqual([]);
});

/** What the server says in TLS until it keeps silent after the last line. */
async function sayInTls(socket: Socket, lines: readonly string[]): Promise<string> {
  socket.removeAllListeners("data");
  const secure = connectTls({ socket, rejectUnauthorized: false });
  ends.push(() => secure.destroy());
  let heard = "";
  secure.on("data", (data) => {
    heard += data;
  });
  secure.on("error", () => {});
  await once(secure, "secureConnect");
  for (const line of lines) {
    const before = heard.length;
    secure.write(`${line}\r\n`);
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBeGreaterThan(before);
  }
  return heard;
}

test.each([
  ["in one packet", (socket: Socket, injected: string) => socket.write(`STARTTLS\r\n${injected}`)],
  [
    "in two packets",
    (socket: Socket, injected: string) => {
      socket.write("STARTTLS\r\n");
      socket.write(injected);
    },
  ],
])(
  "commands sent along with STARTTLS are never carried out (%s)",
  async (_, send) => {
    const desk = fakeDesk();
    const port = await listening(desk, { tls: testCertificate(), commandTimeoutMs: 3_000 });
    const socket = connect(port, "127.0.0.1");
    ends.push(() => socket.destroy());
    socket.setNoDelay(true);
    let plain = "";
    socket.on("error", () => {});
    socket.on("data", (data) => {
      plain += data;
    });
    const hears = (what: RegExp) => expect.poll(() => plain, { timeout: 10_000 }).toMatch(what);
    await hears(/^220 /);
    socket.write("EHLO client.example\r\n");
    await hears(/^250 /m);
    const injected = ["EHLO evil.example", ...envelope(forged), `From: ${forged}`, "", "Pay.", "."];
    send(socket, `${injected.join("\r\n")}\r\n`);
    await hears(/^220 .*\r\n[\s\S]*^220 /m);
    const closed = once(socket, "close").then(() => "closed");
    // Where the handshake still comes about, nothing of before counts in it: the session knows no sender.
    const secured = sayInTls(socket, ["EHLO client.example", "RCPT TO:<support@shop.example>"]).catch(
      () => "closed",
    );
    const outcome = await Promise.race([closed, secured]);
    expect(outcome).not.toMatch(/queued|^354/m);
    if (outcome !== "closed") expect(outcome).toMatch(/^503 /m);
    expect(desk.received).toEqual([]);
  },
  30_000,
);

test("what was said before STARTTLS is forgotten after it", async () => {
  const desk = fakeDesk();
  const client = await smtpClient(await listening(desk, { tls: testCertificate() }));
  ends.push(() => client.socket.destroy());
  await client.sayAll("EHLO client.example", ...envelope(forged).slice(0, 2));
  expect(await client.say("STARTTLS")).toMatch(/^220 /);
  expect(await sayInTls(client.socket, ["EHLO client.example", "DATA"])).toMatch(/^503 /m);
  expect(desk.received).toEqual([]);
}, 30_000);
