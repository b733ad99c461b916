import type { ImapFlow } from "imapflow";
import { withDeadline } from "./deadline.ts";
import type { MailboxReading } from "./mailboxReading.ts";
import { defaultMaxMessageBytes } from "./openMailbox.ts";

/** A message as the server handed it out. */
export interface FetchedMessage {
  readonly uid: number;
  readonly body: Buffer;
  /** INTERNALDATE, or null where the server gave none that can be read. */
  readonly arrival: number | null;
  /** RFC822.SIZE, or null. */
  readonly announcedBytes: number | null;
  /** Whether the message goes on after `body`. */
  readonly isCut: boolean;
}

/**
 * Fetches one message, cut where it is too large; null where it is gone. That a FETCH says nothing about it proves nothing:
 * only a SEARCH that does not list it any more does. Rejects with what the server did instead of handing it out.
 */
export async function fetchMessage(reading: MailboxReading, uid: number): Promise<FetchedMessage | null> {
  const first = await fetchOnce(reading, uid);
  if (first === null) {
    if (!(await uidsOf(reading, String(uid))).includes(uid)) return null;
    throw new Error("The server lists the message but does not return it.");
  }
  if (!isShort(first)) return first;
  // Some servers announce sizes they only estimate; a body that was cut short would hardly be so twice at the same byte.
  const second = await fetchOnce(reading, uid);
  return second !== null && second.body.length > first.body.length ? second : first;
}

/** Whether less came than the server announced. */
export function isShort({ body, announcedBytes, isCut }: FetchedMessage): boolean {
  return !isCut && announcedBytes !== null && body.length < announcedBytes;
}

async function fetchOnce(reading: MailboxReading, uid: number): Promise<FetchedMessage | null> {
  const { client, options } = reading;
  const largest = options.maxMessageBytes ?? defaultMaxMessageBytes;
  const query = { uid: true, size: true, internalDate: true, source: { start: 0, maxLength: largest } };
  const found = await withDeadline(client, options, `message ${uid}`, () =>
    client.fetchOne(String(uid), query, { uid: true }),
  );
  if (found === false || found.uid !== uid) return null;
  const { source, size, internalDate } = found;
  if (!Buffer.isBuffer(source) || source.length === 0) {
    throw new Error("The server returned no content for the message.");
  }
  const arrival = internalDate === undefined ? Number.NaN : new Date(internalDate).getTime();
  const announcedBytes = typeof size === "number" && size > 0 ? size : null;
  return {
    uid,
    body: source.subarray(0, largest),
    arrival: Number.isNaN(arrival) ? null : arrival,
    announcedBytes,
    isCut: source.length >= largest && (announcedBytes === null || announcedBytes > largest),
  };
}

/** The UIDs of a set that the mailbox holds, in order. */
export async function uidsOf(
  { client, options }: { readonly client: ImapFlow; readonly options: MailboxReading["options"] },
  set: string,
): Promise<readonly number[]> {
  const found = await withDeadline(client, options, "a search", () =>
    client.search({ uid: set }, { uid: true }),
  );
  if (!Array.isArray(found)) throw new Error("The server refused to search the mailbox.");
  return [...new Set(found)].sort((one, other) => one - other);
}
