import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { SupportError } from "@heedkit/core";
import { afterEach, expect, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import { type FakeDesk, fakeDesk } from "../testing/fakeDesk.ts";
import { smtpClient } from "../testing/smtpClient.ts";
import type { ListenOptions } from "./listenOptions.ts";

const secret = "a secret that is long enough to be one";
const opening = ["EHLO client.example", "MAIL FROM:<ann@customer.example>"];
const message = "From: ann@customer.example\r\nSubject: Help\r\n\r\nIt broke.\r\n.";
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function listening(desk: FakeDesk, options: Partial<ListenOptions> = {}) {
  let port = 0;
  const channel = emailChannel({
    address: "support@shop.example",
    secret,
    listen: { port: 0, onListening: (address) => (port = address.port), ...options },
  });
  await channel.start?.(desk);
  const stop = async () => channel.stop?.();
  stops.push(stop);
  return { port, stop };
}

test("a message is acknowledged only after the desk has committed it", async () => {
  const desk = fakeDesk();
  let commit = () => {};
  desk.beforeReceive = () => new Promise<void>((resolve) => (commit = resolve));
  const { port } = await listening(desk);
  const client = await smtpClient(port);
  await client.sayAll(...opening, "RCPT TO:<support@shop.example>", "DATA");
  let reply: string | null = null;
  const answered = client.say(message).then((line) => (reply = line));
  await wait(100);
  expect(reply).toBeNull();
  commit();
  await answered;
  expect(reply).toMatch(/^250 /);
  expect(desk.received).toHaveLength(1);
  expect(desk.received[0]).toMatchObject({
    tenantId: "default",
    raw: {
      // SHA-256 of the bytes: the same by whichever way they come.
      dedupeKey: createHash("sha256")
        .update(desk.received[0]?.raw.body ?? "")
        .digest("hex"),
      metadata: {
        transport: "smtp",
        envelopeFrom: "ann@customer.example",
        envelopeTo: ["support@shop.example"],
        remoteAddress: "127.0.0.1",
      },
    },
  });
});

test("the bytes are kept as they came, dots unstuffed", async () => {
  const desk = fakeDesk();
  const { port } = await listening(desk);
  const client = await smtpClient(port);
  await client.sayAll(...opening, "RCPT TO:<Support+anything@SHOP.example>", "DATA");
  await client.say("From: ann@customer.example\r\n\r\n..one dot\r\n\xff\r\n.");
  expect(Buffer.from(desk.received[0]?.raw.body ?? []).toString()).toBe(
    "From: ann@customer.example\r\n\r\n.one dot\r\n\xff\r\n",
  );
});

test("the null sender is an empty string, not an unknown one", async () => {
  const desk = fakeDesk();
  const { port } = await listening(desk);
  const client = await smtpClient(port);
  await client.sayAll("EHLO x", "MAIL FROM:<>", "RCPT TO:<support@shop.example>", "DATA", message);
  expect(desk.received[0]?.raw.metadata.envelopeFrom).toBe("");
});

test("an unknown recipient is refused for good, the others are not", async () => {
  const desk = fakeDesk();
  const { port } = await listening(desk);
  const client = await smtpClient(port);
  await client.sayAll(...opening);
  expect(await client.say("RCPT TO:<sales@shop.example>")).toMatch(/^550 /);
  expect(await client.sayAll("RCPT TO:<support@shop.example>", "DATA", message)).toMatch(/^250 /);
  expect(desk.received[0]?.raw.metadata.envelopeTo).toEqual(["support@shop.example"]);
});

test("recipients of one tenant get a message once, recipients of several tenants once for each", async () => {
  const desk = fakeDesk();
  const tenantOf: Record<string, string> = {
    "a@x.example": "one",
    "b@x.example": "two",
    "c@x.example": "one",
  };
  const { port } = await listening(desk, { recipients: async (address) => tenantOf[address] ?? null });
  const client = await smtpClient(port);
  const recipients = Object.keys(tenantOf).map((address) => `RCPT TO:<${address}>`);
  expect(await client.sayAll(...opening, ...recipients, "DATA", message)).toMatch(/^250 /);
  expect(desk.received.map(({ tenantId, raw }) => [tenantId, raw.metadata.envelopeTo])).toEqual([
    ["one", ["a@x.example", "c@x.example"]],
    ["two", ["b@x.example"]],
  ]);
});

test("a desk that can't keep a message has the sender come again", async () => {
  const desk = fakeDesk();
  desk.beforeReceive = () => Promise.reject(new Error("disk full"));
  const { port } = await listening(desk);
  const client = await smtpClient(port);
  expect(await client.sayAll(...opening, "RCPT TO:<support@shop.example>", "DATA", message)).toMatch(/^451 /);
  expect(desk.reports).toHaveLength(1);
});

test.each([
  [new SupportError("MESSAGE_TOO_LARGE", "The delivery is larger than 10 bytes."), /^552 /],
  [new SupportError("UNKNOWN_TENANT", "There is no tenant."), /^550 /],
  [new SupportError("UNPARSEABLE", "This is no mail."), /^554 /],
  [new SupportError("STORAGE_FULL", "The disk is full."), /^451 /],
  [new SupportError("SCHEMA_DRIFT", "The tables are of another version."), /^451 /],
])("the sender is told whether to come again: %s", async (error, expected) => {
  const desk = fakeDesk();
  desk.beforeReceive = () => Promise.reject(error);
  const { port } = await listening(desk);
  const client = await smtpClient(port);
  const reply = await client.sayAll(...opening, "RCPT TO:<support@shop.example>", "DATA", message);
  expect(reply).toMatch(expected);
  expect(reply).not.toContain(error.message);
  expect(desk.reports.map((report) => report.error)).toEqual([error]);
});

test("what one tenant refuses for good is still given to the others", async () => {
  const desk = fakeDesk();
  desk.beforeReceive = (tenantId) => {
    if (tenantId === "a")
      throw new SupportError("MESSAGE_TOO_LARGE", "The delivery is larger than 10 bytes.");
  };
  const { port } = await listening(desk, { recipients: async (address) => address.charAt(0) });
  const client = await smtpClient(port);
  const recipients = ["RCPT TO:<a@x.example>", "RCPT TO:<b@x.example>"];
  expect(await client.sayAll(...opening, ...recipients, "DATA", message)).toMatch(/^552 /);
  expect(desk.received.map(({ tenantId }) => tenantId)).toEqual(["b"]);
});

test("a failing directory of recipients puts the sender off instead of refusing him", async () => {
  const { port } = await listening(fakeDesk(), {
    recipients: () => Promise.reject(new Error("directory down")),
  });
  const client = await smtpClient(port);
  expect(await client.sayAll(...opening, "RCPT TO:<support@shop.example>")).toMatch(/^451 /);
});

test("a message above the limit is refused with 552 and not kept", async () => {
  const desk = fakeDesk();
  const { port } = await listening(desk, { maxMessageBytes: 1000 });
  const client = await smtpClient(port);
  await client.sayAll(...opening, "RCPT TO:<support@shop.example>", "DATA");
  expect(await client.say(`From: a@b.example\r\n\r\n${"x".repeat(70)}\r\n${"y".repeat(2000)}\r\n.`)).toMatch(
    /^552 /,
  );
  expect(desk.received).toHaveLength(0);
});

test("more bytes at once than the budget are put off with 452, and the budget comes back", async () => {
  const desk = fakeDesk();
  const { port } = await listening(desk, { maxBufferedBytes: 3000 });
  const client = await smtpClient(port);
  const large = `From: a@b.example\r\n\r\n${"x".repeat(4000)}\r\n.`;
  expect(await client.sayAll(...opening, "RCPT TO:<support@shop.example>", "DATA", large)).toMatch(/^452 /);
  for (let count = 0; count < 5; count += 1) {
    const next = `From: a@b.example\r\n\r\n${"x".repeat(2000)}\r\n.`;
    const reply = client.sayAll("MAIL FROM:<a@b.example>", "RCPT TO:<support@shop.example>", "DATA", next);
    expect(await reply).toMatch(/^250 /);
  }
});

test("a client that goes away in the middle of a message leaves nothing behind", async () => {
  const desk = fakeDesk();
  const { port } = await listening(desk);
  const client = await smtpClient(port);
  await client.sayAll(...opening, "RCPT TO:<support@shop.example>", "DATA");
  client.socket.write("From: ann@customer.example\r\n\r\nhalf a mess");
  await wait(50);
  client.socket.destroy();
  await wait(100);
  expect(desk.received).toHaveLength(0);
});

test("stopping finishes a message under way and turns away what comes later", async () => {
  const desk = fakeDesk();
  let commit = () => {};
  desk.beforeReceive = () => new Promise<void>((resolve) => (commit = resolve));
  const { port, stop } = await listening(desk);
  const client = await smtpClient(port);
  const idle = await smtpClient(port);
  await client.sayAll(...opening, "RCPT TO:<support@shop.example>", "DATA");
  const reply = client.say(message);
  await wait(50);
  const stopped = stop();
  await wait(50);
  commit();
  expect(await reply).toMatch(/^250 /);
  await stopped;
  expect(desk.received).toHaveLength(1);
  expect(await idle.say("NOOP")).toMatch(/^(?:421|closed)/);
  await expect(smtpClient(port)).rejects.toThrow();
});

test("more connections than allowed are put off", async () => {
  const { port } = await listening(fakeDesk(), { maxConnections: 1 });
  await smtpClient(port);
  const second = await smtpClient(port).then((client) => client.say("EHLO x"));
  expect(second).toMatch(/^(?:421|closed)/);
});

test("a client that says nothing is sent away", async () => {
  const { port } = await listening(fakeDesk(), { idleTimeoutMs: 400 });
  const client = await smtpClient(port);
  expect(await client.say("")).toMatch(/^421 /);
});

test("a port that is taken is told at start", async () => {
  const { port } = await listening(fakeDesk());
  await expect(listening(fakeDesk(), { port })).rejects.toMatchObject({
    code: "INVALID_CONFIGURATION",
    message: expect.stringMatching(new RegExp(`127\\.0\\.0\\.1:${port}.*listen\\.port`)),
  });
});

test("a channel that was stopped can be started again", async () => {
  const desk = fakeDesk();
  const ports: number[] = [];
  const channel = emailChannel({
    address: "support@shop.example",
    secret,
    listen: { port: 0, onListening: ({ port }) => void ports.push(port) },
  });
  stops.push(async () => channel.stop?.());
  await channel.start?.(desk);
  await expect(channel.start?.(desk)).rejects.toMatchObject({ code: "INVALID_CONFIGURATION" });
  await channel.stop?.();
  await channel.start?.(desk);
  const client = await smtpClient(ports[1] ?? 0);
  expect(await client.sayAll(...opening, "RCPT TO:<support@shop.example>", "DATA", message)).toMatch(/^250 /);
});
