import { setTimeout as wait } from "node:timers/promises";
import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { expect, onTestFinished, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import { type FakeDesk, fakeDesk } from "../testing/fakeDesk.ts";
import { mailText } from "../testing/mailText.ts";
import { fetchAnswer, type Misbehaviour, type ScriptedImap, scriptedImap } from "../testing/scriptedImap.ts";
import type { ImapOptions } from "./imapOptions.ts";

function channelOn(port: number, changes: Partial<ImapOptions> = {}) {
  return emailChannel({
    address: "support@shop.example",
    secret: "a secret that is long enough to be one",
    imap: {
      host: "127.0.0.1",
      port,
      secure: false,
      auth: { user: "desk", password: "secret" },
      pollIntervalMs: 150,
      commandTimeoutMs: 800,
      ...changes,
    },
  });
}

/** `atEnd` is that of a test which runs beside others, as vitest then can't tell whose it is. */
async function reading(
  desk: FakeDesk,
  port: number,
  changes: Partial<ImapOptions> = {},
  atEnd = onTestFinished,
) {
  const channel = channelOn(port, changes);
  await channel.start?.(desk);
  const stop = async () => channel.stop?.();
  atEnd(stop);
  return stop;
}

async function server(count: number, atEnd = onTestFinished): Promise<ScriptedImap> {
  const imap = await scriptedImap();
  atEnd(() => imap.close());
  for (let uid = 1; uid <= count; uid += 1) put(imap, uid);
  return imap;
}

function put(imap: ScriptedImap, uid: number, extra: Record<string, string> = {}): void {
  const headers = { Subject: `m${uid}`, "Message-ID": `<m${uid}@customer.example>`, ...extra };
  imap.mail.set(uid, { body: Buffer.from(mailText(headers, `Text of ${uid}`)) });
}

const subjects = (desk: FakeDesk) =>
  desk.received.flatMap(({ raw }) => /Subject: (\S+)/.exec(Buffer.from(raw.body).toString())?.[1] ?? []);

const isFetchOf = (command: string, uid: number) => new RegExp(`^UID FETCH ${uid}\\b`).test(command);
const patience = { timeout: 60_000, interval: 25 };

/** What servers were seen to do with one message, here the second. */
const faults: Readonly<Record<string, (imap: ScriptedImap) => Misbehaviour>> = {
  "leaves the answer out": () => (command, tag) => (isFetchOf(command, 2) ? `${tag} OK done\r\n` : null),
  "answers BAD": () => (command, tag) => (isFetchOf(command, 2) ? `${tag} BAD no\r\n` : null),
  "answers NO": () => (command, tag) => (isFetchOf(command, 2) ? `${tag} NO no\r\n` : null),
  "gives a body of NIL": () => (command, tag) =>
    isFetchOf(command, 2) ? `* 2 FETCH (UID 2 RFC822.SIZE 100 BODY[]<0> NIL)\r\n${tag} OK done\r\n` : null,
  "gives a literal of no bytes": () => (command, tag) =>
    isFetchOf(command, 2)
      ? `* 2 FETCH (UID 2 RFC822.SIZE 100 BODY[]<0> {0}\r\n)\r\n${tag} OK done\r\n`
      : null,
  "gives flags only": () => (command, tag) =>
    isFetchOf(command, 2) ? `* 2 FETCH (UID 2 FLAGS (\\Seen))\r\n${tag} OK done\r\n` : null,
  "names another UID": (imap) => (command, tag) =>
    isFetchOf(command, 2)
      ? [
          fetchAnswer(imap.mail, [1, 2, 3], 2).toString("latin1").replace("UID 2", "UID 77"),
          `${tag} OK done\r\n`,
        ]
      : null,
  "names no UID": (imap) => (command, tag) =>
    isFetchOf(command, 2)
      ? [fetchAnswer(imap.mail, [1, 2, 3], 2).toString("latin1").replace("UID 2 ", ""), `${tag} OK done\r\n`]
      : null,
  "answers what can't be read": () => (command, tag) =>
    isFetchOf(command, 2) ? `* 2 FETCH (UID 2 ENVELOPE ((((NIL "\r\n${tag} OK done\r\n` : null,
  "cuts the line in the middle of the literal": () => (command, _tag, socket) => {
    if (!isFetchOf(command, 2)) return null;
    socket.end("* 2 FETCH (UID 2 RFC822.SIZE 5000 BODY[]<0> {5000}\r\nFrom: ann@");
    return "silence";
  },
  "says nothing at all": () => (command) => (isFetchOf(command, 2) ? "silence" : null),
  "announces a literal larger than memory": () => (command, tag) =>
    isFetchOf(command, 2) ? `* 2 FETCH (UID 2 BODY[]<0> {99999999999}\r\n${tag} OK done\r\n` : null,
};

// Side by side, as they spend their time waiting for the channel to lose patience.
test.concurrent.for(Object.keys(faults))(
  "a server that %s loses nothing: others pass, and the message comes once it is given",
  { timeout: 150_000 },
  async (name, { expect, onTestFinished }) => {
    const desk = fakeDesk();
    const imap = await server(4, onTestFinished);
    imap.misbehave = faults[name]?.(imap) ?? (() => null);
    await reading(desk, imap.port, {}, onTestFinished);
    await expect.poll(() => subjects(desk), patience).toEqual(["m1", "m3", "m4"]);
    expect(desk.reports.some(({ what }) => /message 2 of imap:/.test(what))).toBe(true);
    imap.misbehave = () => null;
    await expect.poll(() => subjects(desk), patience).toEqual(["m1", "m3", "m4", "m2"]);
  },
);

test.concurrent("a server that answers a byte at a time holds the mailbox no longer than the deadline", async ({
  expect,
  onTestFinished,
}) => {
  const desk = fakeDesk();
  const imap = await server(2, onTestFinished);
  imap.misbehave = (command, _tag, socket) => {
    if (!isFetchOf(command, 1)) return null;
    socket.write("* 1 FETCH (UID 1 BODY[]<0> {5000}\r\n");
    const drip = setInterval(() => socket.write("x"), 100);
    socket.once("close", () => clearInterval(drip));
    return "silence";
  };
  await reading(desk, imap.port, {}, onTestFinished);
  await expect.poll(() => subjects(desk), patience).toEqual(["m2"]);
  expect(desk.reports.map(({ error }) => String(error)).join()).toMatch(/longer than \d+ s for message 1/);
}, 150_000);

test("a message that is never given is listed with the desk, durably, and not asked for without end", async () => {
  let now = Date.now();
  const desk = fakeDesk(() => now);
  const imap = await server(3);
  imap.misbehave = (command, tag) => (isFetchOf(command, 2) ? `${tag} OK done\r\n` : null);
  let stop = await reading(desk, imap.port);
  const listed = () => desk.received.filter(({ raw }) => raw.metadata.problem !== undefined);
  await expect.poll(listed, patience).toHaveLength(1);
  expect(listed()[0]?.raw.metadata.problem).toMatch(/Message 2 of imap:.*does not return it/);
  const asked = () => imap.commands.filter((command) => isFetchOf(command, 2)).length;
  await stop();
  const before = asked();
  stop = await reading(desk, imap.port);
  put(imap, 4);
  await expect.poll(() => subjects(desk), patience).toEqual(["m1", "m3", "m4"]);
  expect(asked()).toBe(before);
  now += 2 * 60 * 60 * 1000;
  await expect.poll(asked, patience).toBeGreaterThan(before);
  imap.misbehave = () => null;
  now += 4 * 60 * 60 * 1000;
  await expect.poll(() => subjects(desk), patience).toEqual(["m1", "m3", "m4", "m2"]);
}, 150_000);

test("a desk lists such a message among what it kept", async () => {
  const imap = await server(1);
  imap.misbehave = (command, tag) => (isFetchOf(command, 1) ? `${tag} OK done\r\n` : null);
  const support = await createSupport({
    storage: memoryStorage(),
    channels: [channelOn(imap.port)],
    report: () => {},
  });
  await support.start();
  onTestFinished(() => support.stop());
  await expect
    .poll(async () => (await support.intake.listKept()).rows, patience)
    .toMatchObject([{ problem: expect.stringMatching(/^Message 1 of imap:.*Look at it in the mailbox/) }]);
}, 150_000);

test("what one SEARCH leaves out is found by the next", async () => {
  const desk = fakeDesk();
  const imap = await server(4);
  let searches = 0;
  imap.misbehave = (command, tag) => {
    if (!/^UID SEARCH/.test(command)) return null;
    searches += 1;
    return searches === 1 ? `* SEARCH 1 4\r\n${tag} OK done\r\n` : null;
  };
  await reading(desk, imap.port);
  await expect.poll(() => subjects(desk), patience).toEqual(["m1", "m4", "m2", "m3"]);
}, 150_000);

test("a message that a second SEARCH no longer lists is gone, and is not reported", async () => {
  const desk = fakeDesk();
  const imap = await server(3);
  imap.misbehave = (command) => {
    if (isFetchOf(command, 2)) imap.mail.delete(2);
    return null;
  };
  await reading(desk, imap.port);
  await expect.poll(() => subjects(desk), patience).toEqual(["m1", "m3"]);
  expect(desk.reports).toEqual([]);
}, 150_000);

test("a refused SEARCH is reported, not taken for an empty mailbox", async () => {
  const desk = fakeDesk();
  const imap = await server(1);
  imap.misbehave = (command, tag) => (/^UID SEARCH/.test(command) ? `${tag} NO busy\r\n` : null);
  await reading(desk, imap.port);
  await expect.poll(() => desk.reports.length, patience).toBeGreaterThan(0);
  imap.misbehave = () => null;
  await expect.poll(() => subjects(desk), patience).toEqual(["m1"]);
}, 150_000);

test("a body shorter than its size is asked for again, and taken and reported where it stays so", async () => {
  const desk = fakeDesk();
  const imap = await server(2);
  imap.misbehave = (command, tag) => {
    if (!isFetchOf(command, 1)) return null;
    const answer = fetchAnswer(imap.mail, [1, 2], 1).toString("latin1");
    return [answer.replace(/RFC822.SIZE \d+/, "RFC822.SIZE 5000"), `${tag} OK done\r\n`];
  };
  await reading(desk, imap.port);
  await expect.poll(() => subjects(desk), patience).toEqual(["m1", "m2"]);
  expect(desk.received[0]?.raw.metadata.announcedBytes).toBe("5000");
  expect(String(desk.reports[0]?.error)).toMatch(/announced 5000 bytes/);
}, 150_000);

test("a server that greets a byte at a time is given up, and stopping does not wait for it", async () => {
  const desk = fakeDesk();
  const imap = await server(1);
  imap.misbehave = (_command, _tag, socket) => {
    const drip = setInterval(() => socket.write("* "), 100);
    socket.once("close", () => clearInterval(drip));
    return "silence";
  };
  await reading(desk, imap.port);
  await expect
    .poll(() => desk.reports.map(({ error }) => String(error)).join(), patience)
    .toMatch(/connecting and logging in/);
}, 150_000);

test.each([
  ["its UIDs change", (imap: ScriptedImap) => ({ change: () => (imap.uidValidity = 99), options: {} })],
  ["its login changes", () => ({ change: () => {}, options: { auth: { user: "renamed", password: "x" } } })],
  ["its host changes", () => ({ change: () => {}, options: { host: "localhost" } })],
  [
    "its host changes under a name",
    () => ({ change: () => {}, options: { host: "localhost", name: "inbox" } }),
  ],
])(
  "a mailbox of 320 mails is not taken in again when %s",
  async (_, moving) => {
    const desk = fakeDesk();
    const imap = await server(320);
    const { change, options } = moving(imap);
    const stop = await reading(desk, imap.port, "name" in options ? { name: "inbox" } : {});
    await expect.poll(() => desk.received.length, { ...patience, timeout: 120_000 }).toBe(320);
    await stop();
    change();
    const moved = [...imap.mail.values()];
    imap.mail.clear();
    for (const [index, { body }] of moved.entries()) imap.mail.set(index + 11, { body });
    put(imap, 900);
    await reading(desk, imap.port, options);
    await expect.poll(() => subjects(desk).at(-1), { ...patience, timeout: 120_000 }).toBe("m900");
    await wait(300);
    expect(desk.received).toHaveLength(321);
  },
  300_000,
);
