import type { Instant } from "@heedkit/core";
import { deskRefusal } from "../inbound/deskRefusal.ts";
import { type FetchedMessage, fetchMessage, uidsOf } from "./fetchMessage.ts";
import {
  afterFailure,
  afterSearch,
  afterSettled,
  attemptsOf,
  loadCursor,
  type MailboxCursor,
  newCursor,
  rereadCursor,
  unreadableCursor,
} from "./mailboxCursor.ts";
import { type MailboxReading, mailboxName, mailboxSource } from "./mailboxReading.ts";
import { listFailed, takeOver } from "./takeOver.ts";
import { isInRanges, sequenceSet } from "./uidRanges.ts";

/** So many refusals of the desk in a row are the desk's trouble, not the messages'. */
const mostFailuresInARow = 3;
/** A server that withholds more messages than this is left alone until the next look. */
const mostWithheldAtOnce = 20;
/** More messages than these are not set aside; new ones have to wait then. */
const mostFailed = 1000;
/** So many lost connections in a row are held to be a message's doing, and others go first. */
const attemptsInPlace = 3;
/** A message is listed as failed after so many looks at which the server did not hand it out ... */
const attemptsBeforeListing = 5;
/** ... and left alone after so many, with growing pauses in between. */
const mostAttempts = 20;
const hourMs = 60 * 60 * 1000;

/**
 * Takes over every message that the cursor does not know yet, in order, one at a time: fetch, give to the desk, save the
 * cursor. A crash or lost connection in between repeats the last message, which the desk knows by its bytes.
 *
 * Nothing is passed over because the server was silent about it. A message it lists but does not hand out, and one the
 * desk can't take now, is set aside and tried again after what is new. One that the desk refuses for good is reported
 * with its UID and the reason, and not offered again; it stays in the mailbox.
 */
export async function readNewMessages(reading: MailboxReading): Promise<void> {
  const start = await currentCursor(reading);
  const late = start.gaps.filter(([from]) => from <= start.lastUid);
  const set = [sequenceSet(late), `${start.lastUid + 1}:*`].filter((part) => part !== "").join(",");
  const found = await uidsOf(reading, set);
  // `n:*` names the last message even where it lies before n.
  const newUids = found.filter((uid) => uid > start.lastUid);
  const lateUids = found.filter((uid) => uid <= start.lastUid && isInRanges(late, uid));
  const searched = afterSearch(start, lateUids, newUids);
  if (start.gaps.length + searched.gaps.length + lateUids.length > 0) await saved(reading, searched);
  const isFull = searched.failed.length >= mostFailed;
  if (isFull) reading.host.report(tooManyFailed(), `reading ${mailboxSource(reading.options)}`);
  const { cursor, isInTrouble } = await offer(reading, searched, isFull ? [] : newUids);
  if (!isInTrouble) await offer(reading, cursor, dueUids(cursor, reading.host.now()));
}

function dueUids({ failed, lastUid }: MailboxCursor, now: Instant): readonly number[] {
  return failed.filter(({ uid, notBefore }) => uid <= lastUid && notBefore <= now).map(({ uid }) => uid);
}

function tooManyFailed(): Error {
  return new Error(
    `${mostFailed} messages could not be received; new ones have to wait until some of them are.`,
  );
}

/** Offers messages to the desk until it or the server seems to be in trouble. */
async function offer(
  reading: MailboxReading,
  before: MailboxCursor,
  uids: readonly number[],
): Promise<{ readonly cursor: MailboxCursor; readonly isInTrouble: boolean }> {
  let cursor = before;
  let failuresInARow = 0;
  let withheld = 0;
  for (const uid of uids) {
    if (reading.signal.aborted) return { cursor, isInTrouble: false };
    if (cursor.failed.length >= mostFailed && uid > cursor.lastUid) return { cursor, isInTrouble: true };
    const outcome = await offerOne(reading, cursor, uid);
    cursor = await saved(reading, outcome.cursor);
    if (!reading.client.usable) throw new Error(`The connection was lost at message ${uid}.`);
    if (outcome.is === "withheld") withheld += 1;
    else failuresInARow = outcome.is === "failed" ? failuresInARow + 1 : 0;
    // What failed goes to the end of its line, so that the next look begins with others.
    if (failuresInARow >= mostFailuresInARow || withheld >= mostWithheldAtOnce) {
      return { cursor, isInTrouble: true };
    }
  }
  return { cursor, isInTrouble: false };
}

/** What became of a message, and the cursor after it. */
interface Outcome {
  readonly is: "done" | "failed" | "withheld";
  readonly cursor: MailboxCursor;
}

async function offerOne(reading: MailboxReading, cursor: MailboxCursor, uid: number): Promise<Outcome> {
  let message: FetchedMessage | null;
  try {
    message = await fetchMessage(reading, uid);
  } catch (error) {
    return { is: "withheld", cursor: await withheld(reading, cursor, uid, error) };
  }
  if (message === null) return { is: "done", cursor: afterSettled(cursor, uid) };
  // A date to come would make everything else old one day.
  const arrival = Math.min(message.arrival ?? 0, reading.host.now());
  if (isFromBefore(reading, cursor, message)) return { is: "done", cursor: afterSettled(cursor, uid) };
  try {
    await takeOver(reading, cursor, message);
    return { is: "done", cursor: afterSettled(cursor, uid, arrival) };
  } catch (error) {
    const what = `receiving message ${uid} of ${mailboxSource(reading.options)}`;
    const refusal = deskRefusal(error);
    if (refusal === null || refusal === "recipient") {
      reading.host.report(error, what);
      const failed = { uid, attempts: attemptsOf(cursor, uid), notBefore: 0 };
      return { is: "failed", cursor: afterFailure(cursor, failed) };
    }
    reading.host.report(error, `${what}; it is refused for good and passed over`);
    return { is: "done", cursor: afterSettled(cursor, uid) };
  }
}

/** Counts the attempt against the message, and lists it with the desk once there were many. */
async function withheld(
  reading: MailboxReading,
  cursor: MailboxCursor,
  uid: number,
  error: unknown,
): Promise<MailboxCursor> {
  const { host, options } = reading;
  const attempts = attemptsOf(cursor, uid) + 1;
  const left = mostAttempts - attempts;
  const what = `fetching message ${uid} of ${mailboxSource(options)}, attempt ${attempts}`;
  host.report(error, left > 0 ? `${what}; it is tried again` : `${what}; it is not tried again`);
  const pauseMs =
    attempts < attemptsBeforeListing ? 0 : Math.min(24, 2 ** (attempts - attemptsBeforeListing)) * hourMs;
  const waiting = afterFailure(cursor, { uid, attempts, notBefore: host.now() + pauseMs });
  // A lost connection is hardly the message's doing: it keeps its place, unless it happens again and again.
  if (!reading.client.usable && attempts < attemptsInPlace) return { ...waiting, lastUid: cursor.lastUid };
  if (attempts !== attemptsBeforeListing) return left > 0 ? waiting : afterSettled(cursor, uid);
  try {
    await listFailed(reading, cursor, uid, error instanceof Error ? error.message : String(error));
    return waiting;
  } catch (failure) {
    host.report(failure, `listing message ${uid} of ${mailboxSource(options)} as failed`);
    return afterFailure(cursor, { uid, attempts: attempts - 1, notBefore: 0 });
  }
}

/** Where only mail to come was asked for, what was there before stays out when the mailbox is read again. */
function isFromBefore(
  { options }: MailboxReading,
  { rereading, connectedAt }: MailboxCursor,
  { uid, arrival }: FetchedMessage,
): boolean {
  if (options.from !== "now" || rereading === null || uid >= rereading.beforeUid) return false;
  return arrival !== null && arrival < connectedAt;
}

/** Where to go on. A mailbox never read before begins as the options say. */
async function currentCursor(reading: MailboxReading): Promise<MailboxCursor> {
  const { client, options, host, tenantId } = reading;
  const { mailbox } = client;
  if (mailbox === false) throw new Error("The mailbox is not open.");
  const uidValidity = String(mailbox.uidValidity);
  const source = mailboxSource(options);
  const cursor = await loadCursor(host, tenantId, mailboxName(options)).catch((error) => {
    host.report(error, `reading ${source}`);
    return unreadableCursor(host.now());
  });
  if (cursor?.uidValidity === uidValidity && cursor.source === source) return cursor;
  const uidNext = await nextUid(reading, mailbox.uidNext);
  if (cursor !== null) {
    const change = `UIDVALIDITY changed from ${cursor.uidValidity} of ${cursor.source} to ${uidValidity}`;
    host.report(new Error(change), `reading ${source}; its messages are compared with those the desk has`);
    return saved(reading, rereadCursor(cursor, source, uidValidity, uidNext));
  }
  const lastUid = options.from === "now" ? uidNext - 1 : 0;
  return saved(reading, newCursor(source, uidValidity, lastUid, host.now()));
}

/** The UID that the next message will have, also on servers that do not say so. */
async function nextUid(reading: MailboxReading, announced: unknown): Promise<number> {
  if (typeof announced === "number" && announced > 0) return announced;
  return ((await uidsOf(reading, "1:*")).at(-1) ?? 0) + 1;
}

async function saved(
  { host, options, tenantId }: MailboxReading,
  cursor: MailboxCursor,
): Promise<MailboxCursor> {
  await host.cursors.save(tenantId, mailboxName(options), JSON.stringify(cursor));
  return cursor;
}
