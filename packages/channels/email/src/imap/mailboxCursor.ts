import { type ChannelHost, type Instant, SupportError } from "@heedkit/core";
import { z } from "zod";
import { gapsBetween, type UidRange } from "./uidRanges.ts";

/** How far a mailbox has been read. Durable, and the truth: what the server calls seen or recent is not asked. */
export interface MailboxCursor {
  /** Login, host and mailbox. UIDs of another source mean nothing, even under the same UID validity. */
  readonly source: string;
  /** RFC 9051 s.2.3.1.1: UIDs hold only as long as this stays the same. */
  readonly uidValidity: string;
  /** Every UID up to here is settled, except for those in `gaps` and `failed`. */
  readonly lastUid: number;
  /** UIDs below `lastUid` that one SEARCH left out. They are gone once a second one leaves them out too. */
  readonly gaps: readonly UidRange[];
  /** Messages that could not be taken over yet. */
  readonly failed: readonly FailedMessage[];
  /** When the mailbox was first read. */
  readonly connectedAt: Instant;
  /** Newest arrival among the messages taken over, or 0. */
  readonly newestArrival: Instant;
  /** Set while a mailbox is read again whose UIDs changed: up to `beforeUid` it is compared with what the desk has. */
  readonly rereading: { readonly beforeUid: number; readonly arrivedBefore: Instant } | null;
}

export interface FailedMessage {
  readonly uid: number;
  /** Looks at which the server did not hand the message out. Those at which the desk did not take it don't count. */
  readonly attempts: number;
  readonly notBefore: Instant;
}

const schema = z.object({
  source: z.string(),
  uidValidity: z.string(),
  lastUid: z.number(),
  gaps: z.array(z.tuple([z.number(), z.number()])),
  failed: z.array(z.object({ uid: z.number(), attempts: z.number(), notBefore: z.number() })),
  connectedAt: z.number(),
  newestArrival: z.number(),
  rereading: z.object({ beforeUid: z.number(), arrivedBefore: z.number() }).nullable(),
});

/** Mail of more than this before the mailbox was connected is history. */
export const historyAfterMs = 7 * 24 * 60 * 60 * 1000;
/** Clocks of two servers differ a little. */
const overlapMs = 24 * 60 * 60 * 1000;

export function newCursor(source: string, uidValidity: string, lastUid: number, now: Instant): MailboxCursor {
  return {
    source,
    uidValidity,
    lastUid,
    gaps: [],
    failed: [],
    connectedAt: now,
    newestArrival: 0,
    rereading: null,
  };
}

/** Stands in for a cursor that can't be read: the mailbox is compared as a whole. */
export function unreadableCursor(now: Instant): MailboxCursor {
  return { ...newCursor("", "", 0, 0), newestArrival: now - historyAfterMs };
}

/** The cursor of a mailbox whose UIDs changed their meaning: read from its start and compared with what is known. */
export function rereadCursor(
  cursor: MailboxCursor,
  source: string,
  uidValidity: string,
  uidNext: number,
): MailboxCursor {
  const connected = cursor.connectedAt - historyAfterMs;
  // A message that could not be taken over yet is older than others that were, and no history.
  const arrivedBefore =
    cursor.failed.length > 0 ? connected : Math.max(cursor.newestArrival - overlapMs, connected);
  return {
    ...cursor,
    source,
    uidValidity,
    lastUid: 0,
    gaps: [],
    failed: [],
    rereading: { beforeUid: uidNext, arrivedBefore },
  };
}

/** What arrived before this is history if the desk doesn't have it: it is kept without clocks and acknowledgement. */
export function historyBefore({ rereading, connectedAt }: MailboxCursor, uid: number): Instant {
  if (rereading !== null && uid < rereading.beforeUid) return rereading.arrivedBefore;
  return connectedAt - historyAfterMs;
}

/** The saved cursor; null where there is none. @throws SupportError INTERNAL where it can't be read. */
export async function loadCursor(
  host: ChannelHost,
  tenantId: string,
  name: string,
): Promise<MailboxCursor | null> {
  const saved = await host.cursors.load(tenantId, name);
  if (saved === null) return null;
  try {
    return schema.parse(JSON.parse(saved));
  } catch (cause) {
    throw new SupportError(
      "INTERNAL",
      `The saved position of ${name} can't be read, so the mailbox is read from the start.`,
      {
        cause,
      },
    );
  }
}

/** The cursor after a SEARCH: what it left out below `lastUid` is gone if the one before left it out too. */
export function afterSearch(
  cursor: MailboxCursor,
  lateUids: readonly number[],
  newUids: readonly number[],
): MailboxCursor {
  const known = new Set(cursor.failed.map(({ uid }) => uid));
  const late = lateUids.filter((uid) => !known.has(uid)).map((uid) => ({ uid, attempts: 0, notBefore: 0 }));
  return { ...cursor, gaps: gapsBetween(cursor.lastUid, newUids), failed: [...late, ...cursor.failed] };
}

/** The cursor after a message that needs no more attention: taken over, gone, or refused for good. */
export function afterSettled(cursor: MailboxCursor, uid: number, arrival: Instant = 0): MailboxCursor {
  const lastUid = Math.max(cursor.lastUid, uid);
  const { rereading } = cursor;
  return {
    ...cursor,
    lastUid,
    failed: cursor.failed.filter((failed) => failed.uid !== uid),
    newestArrival: Math.max(cursor.newestArrival, arrival),
    rereading: rereading !== null && lastUid + 1 < rereading.beforeUid ? rereading : null,
  };
}

/** The cursor after a message that could not be taken over; it goes to the end of the line. */
export function afterFailure(cursor: MailboxCursor, failed: FailedMessage): MailboxCursor {
  const others = cursor.failed.filter(({ uid }) => uid !== failed.uid);
  return { ...cursor, lastUid: Math.max(cursor.lastUid, failed.uid), failed: [...others, failed] };
}

export function attemptsOf({ failed }: MailboxCursor, uid: number): number {
  return failed.find((one) => one.uid === uid)?.attempts ?? 0;
}
