import { expect, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import { cpuMs } from "../testing/growth.ts";
import { mailText } from "../testing/mailText.ts";

const dayMs = 86_400_000;
const now = Date.parse("2026-11-29T12:00:00Z");
const long = Date.parse("2023-03-01T10:00:00Z");
const dated = (at: number) => new Date(at).toUTCString().replace("GMT", "+0000");
const received = (at: number) => `from mx.example (mx.example [192.0.2.1]) by in.example; ${dated(at)} (UTC)`;
const imap = { transport: "imap", historyBefore: String(now - 7 * dayMs) };

async function read(headers: Record<string, string>, metadata: Record<string, string> = {}) {
  const channel = emailChannel({
    address: "support@shop.example",
    secret: "a secret that is long enough to be one",
  });
  const raw = { body: mailText(headers), dedupeKey: null, receivedAt: now, metadata };
  const [event] = await channel.parse(raw, { tenantId: "default" });
  if (event?.kind !== "message") throw new Error("That is no message.");
  return event;
}

test.each([
  ["fetched on the first look", { Date: dated(long), Received: received(long) }, imap],
  [
    "of a mailbox that was moved today",
    { Date: dated(long), Received: received(long) },
    { ...imap, arrivedAt: String(now) },
  ],
  ["that no server marked, by INTERNALDATE", { Date: dated(long) }, { ...imap, arrivedAt: String(long) }],
  ["by a webhook", { Date: dated(long), Received: received(long) }, {}],
  [
    "with the date of a clock that ran ahead",
    { Date: dated(now + 900 * dayMs), Received: received(long) },
    imap,
  ],
  ["eight days before it was connected", { Received: received(now - 8 * dayMs) }, imap],
])("mail of long ago is history: %s", async (_, headers, metadata) => {
  expect(await read(headers, metadata)).toMatchObject({ history: true });
});

test("both times of it are told", async () => {
  const headers = { Date: dated(long), Received: received(long + 5_000) };
  expect(await read(headers, imap)).toMatchObject({ sentAt: long, arrivedAt: long + 5_000 });
});

test.each([
  ["Date says 1999", { Date: "Fri, 01 Jan 1999 00:00:00 +0000", Received: received(now - 60_000) }, imap],
  ["Date says 1970", { Date: "Thu, 01 Jan 1970 00:00:00 +0000", Received: received(now - 60_000) }, {}],
  ["Date is years ahead", { Date: dated(now + 900 * dayMs), Received: received(now) }, imap],
  ["there is nothing but an old Date", { Date: dated(long) }, {}],
  [
    "INTERNALDATE is old but the server's own Received is fresh",
    { Received: received(now) },
    { ...imap, arrivedAt: String(long) },
  ],
  ["Received is far ahead", { Received: received(now + 900 * dayMs) }, { ...imap, arrivedAt: String(now) }],
  [
    "it was written years after its server says that it came",
    { Date: dated(now), Received: received(long) },
    {},
  ],
  ["so it was on the first look", { Date: dated(now - dayMs), Received: received(long) }, imap],
  ["Received can't be read", { Received: "by someone; yesterday" }, { ...imap, arrivedAt: String(now) }],
  [
    "it waited over a weekend before the mailbox was connected",
    { Received: received(now - 3 * dayMs) },
    imap,
  ],
  [
    "it comes by SMTP right now, from a server with a wrong clock",
    { Received: received(long) },
    { transport: "smtp" },
  ],
])("mail is new where %s", async (_, headers, metadata) => {
  expect(await read(headers, metadata)).not.toHaveProperty("history");
});

test("a long Received is read in no time", async () => {
  const cost = await cpuMs(() => read({ Received: `${";".repeat(200_000)} ${"(".repeat(200_000)}` }, imap));
  expect(cost).toBeLessThan(2_000);
});
