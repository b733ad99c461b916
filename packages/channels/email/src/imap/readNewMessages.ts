import type { FetchMessageObject, ImapFlow } from "imapflow";
import { deskRefusal } from "../inbound/deskRefusal.ts";
import { fingerprint } from "../threading/keyring.ts";
import {
  afterMessage,
  afterSkip,
  isTakenOver,
  loadCursor,
  type MailboxCursor,
  type MessageIdentity,
  renumberedCursor,
} from "./mailboxCursor.ts";
import { type MailboxReading, mailboxName } from "./mailboxReading.ts";
import { takeOver } from "./takeOver.ts";

/** So many failures in a row are the desk's trouble, not the messages'. */
const mostFailuresInARow = 3;
/** Messages whose details are asked for at once. */
const batchSize = 100;

/**
 * Takes over every message that the cursor does not know yet, in order, one at a time: fetch, give to the desk, save the
 * cursor. A crash or lost connection in between repeats the last message under the same key. A message the desk can't
 * take now is set aside and tried again at the next look, after what is new. One that it refuses for good is reported
 * with its UID and the reason, and not offered again; it stays in the mailbox.
 */
export async function readNewMessages(reading: MailboxReading): Promise<void> {
  const start = await currentCursor(reading);
  const found = await uidsOf(reading.client, { uid: `${start.lastUid + 1}:*` });
  const newUids = found.filter((uid) => uid > start.lastUid);
  const { cursor, isInTrouble } = await offer(reading, start, newUids);
  if (!isInTrouble) await offer(reading, cursor, start.failed);
}

/** Offers messages to the desk until so many in a row fail that it seems to take none at all. */
async function offer(
  reading: MailboxReading,
  before: MailboxCursor,
  uids: readonly number[],
): Promise<{ readonly cursor: MailboxCursor; readonly isInTrouble: boolean }> {
  const { client, signal } = reading;
  let cursor = before;
  let failuresInARow = 0;
  for (let start = 0; start < uids.length; start += batchSize) {
    const batch = uids.slice(start, start + batchSize);
    const known = new Map<number, FetchMessageObject>();
    const details = { uid: true, size: true, internalDate: true, envelope: true };
    for await (const message of client.fetch(batch.join(","), details, { uid: true }))
      known.set(message.uid, message);
    for (const uid of batch) {
      if (signal.aborted) return { cursor, isInTrouble: false };
      const outcome = await offerOne(reading, cursor, uid, known.get(uid));
      cursor = await saved(reading, outcome.cursor);
      if (outcome.is !== "refused") failuresInARow = outcome.is === "failed" ? failuresInARow + 1 : 0;
      // What failed goes to the end of its line, so that the next look begins with others.
      if (failuresInARow >= mostFailuresInARow) return { cursor, isInTrouble: true };
    }
  }
  return { cursor, isInTrouble: false };
}

/** What became of a message, and the cursor after it. */
interface Outcome {
  readonly is: "done" | "failed" | "refused";
  readonly cursor: MailboxCursor;
}

async function offerOne(
  reading: MailboxReading,
  cursor: MailboxCursor,
  uid: number,
  found: FetchMessageObject | undefined,
): Promise<Outcome> {
  if (found === undefined) return { is: "done", cursor: afterSkip(cursor, uid, false) };
  const message = identified(found);
  if (isTakenOver(cursor, message)) return { is: "done", cursor: afterMessage(cursor, message) };
  try {
    const isThere = await takeOver(reading, cursor.uidValidity, message);
    return { is: "done", cursor: isThere ? afterMessage(cursor, message) : afterSkip(cursor, uid, false) };
  } catch (error) {
    if (!reading.client.usable) throw error;
    const what = `taking over message ${uid} of ${mailboxName(reading.options)}`;
    const refusal = deskRefusal(error);
    if (refusal === null || refusal === "recipient") {
      reading.host.report(error, what);
      return { is: "failed", cursor: afterSkip(cursor, uid, true) };
    }
    reading.host.report(error, `${what}; it is refused for good and passed over`);
    return { is: "refused", cursor: afterSkip(cursor, uid, false) };
  }
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

async function uidsOf(client: ImapFlow, query: { readonly uid: string }): Promise<readonly number[]> {
  const found = await client.search(query, { uid: true });
  return (found || []).toSorted((one, other) => one - other);
}

async function saved({ host, options }: MailboxReading, cursor: MailboxCursor): Promise<MailboxCursor> {
  await host.cursors.save(options.tenantId ?? "default", mailboxName(options), JSON.stringify(cursor));
  return cursor;
}
