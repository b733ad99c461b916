import type { ChannelHost } from "@heedkit/core";
import type { FetchMessageObject, ImapFlow } from "imapflow";
import { fingerprint } from "../threading/keyring.ts";
import type { ImapOptions } from "./imapOptions.ts";
import {
  afterMessage,
  afterSkip,
  isTakenOver,
  loadCursor,
  type MailboxCursor,
  type MessageIdentity,
  renumberedCursor,
} from "./mailboxCursor.ts";
import { defaultMaxMessageBytes } from "./openMailbox.ts";

/** A mailbox being read for a tenant. */
export interface MailboxReading {
  readonly client: ImapFlow;
  readonly options: ImapOptions;
  readonly host: ChannelHost;
  readonly signal: AbortSignal;
}

/** So many failures in a row are the desk's trouble, not the messages'. */
const mostFailuresInARow = 3;
/** Messages whose details are asked for at once. */
const batchSize = 100;

/**
 * Takes over every message that the cursor does not know yet, in order, one at a time: fetch, give to the desk, save the
 * cursor. A crash or lost connection in between repeats the last message under the same key. A message the desk
 * refuses is set aside and tried again at the next look, so that it does not hold up the others.
 */
export async function readNewMessages(reading: MailboxReading): Promise<void> {
  const { client, signal } = reading;
  let cursor = await currentCursor(reading);
  const newUids = (await uidsOf(client, { uid: `${cursor.lastUid + 1}:*` })).filter(
    (uid) => uid > cursor.lastUid,
  );
  const uids = [...cursor.failed, ...newUids];
  let failuresInARow = 0;
  for (let start = 0; start < uids.length; start += batchSize) {
    const batch = uids.slice(start, start + batchSize);
    const known = new Map<number, FetchMessageObject>();
    const details = { uid: true, size: true, internalDate: true, envelope: true };
    for await (const message of client.fetch(batch.join(","), details, { uid: true }))
      known.set(message.uid, message);
    for (const uid of batch) {
      if (signal.aborted) return;
      const found = known.get(uid);
      const message = found === undefined ? null : identified(found);
      if (message === null || isTakenOver(cursor, message)) {
        cursor = await saved(
          reading,
          message === null ? afterSkip(cursor, uid, false) : afterMessage(cursor, message),
        );
        continue;
      }
      try {
        const isThere = await takeOver(reading, cursor, message);
        cursor = await saved(
          reading,
          isThere ? afterMessage(cursor, message) : afterSkip(cursor, uid, false),
        );
        failuresInARow = 0;
      } catch (error) {
        if (!client.usable) throw error;
        reading.host.report(error, `taking over message ${uid} of ${mailboxName(reading.options)}`);
        cursor = await saved(reading, afterSkip(cursor, uid, true));
        failuresInARow += 1;
        if (failuresInARow >= mostFailuresInARow) return;
      }
    }
  }
}

/** The name of a mailbox among all that a desk may read: its cursor is kept and its messages are told apart by it. */
export function mailboxName({ auth, host, mailbox = "INBOX" }: ImapOptions): string {
  return `imap:${auth.user}@${host}/${mailbox}`;
}

interface IdentifiedMessage extends MessageIdentity {
  readonly size: number;
}

function identified({ uid, size = 0, internalDate, envelope }: FetchMessageObject): IdentifiedMessage {
  const arrival = internalDate === undefined ? 0 : new Date(internalDate).getTime();
  const sender = envelope?.from?.[0]?.address ?? "";
  const parts = [envelope?.messageId ?? "", String(envelope?.date ?? ""), sender, envelope?.subject ?? ""];
  return {
    uid,
    size,
    arrival: Number.isNaN(arrival) ? 0 : arrival,
    mark: fingerprint(JSON.stringify(parts)),
  };
}

/** Where to go on. A mailbox never read before begins as the options say. */
async function currentCursor(reading: MailboxReading): Promise<MailboxCursor> {
  const { client, options, host } = reading;
  const { mailbox } = client;
  if (mailbox === false) throw new Error("The mailbox is not open.");
  const uidValidity = String(mailbox.uidValidity);
  const cursor = await loadCursor(host, options.tenantId ?? "default", mailboxName(options));
  if (cursor?.uidValidity === uidValidity) return cursor;
  if (cursor !== null) {
    host.report(
      new Error(`UIDVALIDITY changed from ${cursor.uidValidity} to ${uidValidity}`),
      `reading ${mailboxName(options)}; messages are told by arrival and content this once`,
    );
    return saved(reading, renumberedCursor(cursor, uidValidity, mailbox.uidNext));
  }
  const lastUid = options.from === "now" ? mailbox.uidNext - 1 : 0;
  return saved(reading, { uidValidity, lastUid, failed: [], newestArrival: 0, recent: [], renumbered: null });
}

async function takeOver(
  { client, options, host }: MailboxReading,
  cursor: MailboxCursor,
  { uid, size }: IdentifiedMessage,
): Promise<boolean> {
  const largest = options.maxMessageBytes ?? defaultMaxMessageBytes;
  const source = size > largest ? { start: 0, maxLength: largest } : true;
  const message = await client.fetchOne(String(uid), { uid: true, source }, { uid: true });
  if (message === false) return false;
  if (message.source === undefined) throw new Error("The server gave no content for the message.");
  await host.receive(options.tenantId ?? "default", {
    body: message.source,
    dedupeKey: `${mailboxName(options)}:${cursor.uidValidity}:${uid}`,
    receivedAt: host.now(),
    metadata: {
      transport: "imap",
      mailbox: mailboxName(options),
      uidValidity: cursor.uidValidity,
      uid: String(uid),
      ...(size > largest ? { cutAfterBytes: String(largest) } : {}),
    },
  });
  return true;
}

async function uidsOf(client: ImapFlow, query: { readonly uid: string }): Promise<readonly number[]> {
  const found = await client.search(query, { uid: true });
  return (found || []).toSorted((one, other) => one - other);
}

async function saved({ host, options }: MailboxReading, cursor: MailboxCursor): Promise<MailboxCursor> {
  await host.cursors.save(options.tenantId ?? "default", mailboxName(options), JSON.stringify(cursor));
  return cursor;
}
