import type { ChannelHost, Instant } from "@heedkit/core";
import { z } from "zod";

/** How far a mailbox has been read. Durable, and the truth: what the server calls seen or recent is not asked. */
export interface MailboxCursor {
  /** RFC 9051 s.2.3.1.1: UIDs hold only as long as this stays the same. */
  readonly uidValidity: string;
  /** Every message up to this UID was taken over, but for those in `failed`. */
  readonly lastUid: number;
  /** UIDs that the desk could not take; tried again at every look. */
  readonly failed: readonly number[];
  /** Newest arrival among the messages taken over. */
  readonly newestArrival: Instant;
  /** Marks of the messages taken over last, newest first. */
  readonly recent: readonly string[];
  /** Set after UIDs started anew, while messages that were taken over under their old UIDs are met again. */
  readonly renumbered: {
    /** Messages from this UID on arrived later. */
    readonly beforeUid: number;
    /** What arrived before this was taken over. */
    readonly arrivedBefore: Instant;
    /** So was what carries one of these marks. */
    readonly marks: readonly string[];
  } | null;
}

/** What tells a message apart from others of its mailbox, whatever its UID. */
export interface MessageIdentity {
  readonly uid: number;
  readonly arrival: Instant;
  readonly mark: string;
}

/** More marks than arrive on most desks in the days that are read again after UIDs started anew. */
const mostRecent = 300;

const schema = z.object({
  uidValidity: z.string(),
  lastUid: z.number(),
  failed: z.array(z.number()),
  newestArrival: z.number(),
  recent: z.array(z.string()),
  renumbered: z
    .object({ beforeUid: z.number(), arrivedBefore: z.number(), marks: z.array(z.string()) })
    .nullable(),
});

/** Arrival times differ a little between servers; what arrived within this time is told by its mark. */
const overlapMs = 2 * 24 * 60 * 60 * 1000;

/** The cursor of a mailbox whose UIDs started anew: it is read from its start, without what was taken over already. */
export function renumberedCursor(cursor: MailboxCursor, uidValidity: string, uidNext: number): MailboxCursor {
  const { newestArrival, recent } = cursor;
  const renumbered = { beforeUid: uidNext, arrivedBefore: newestArrival - overlapMs, marks: recent };
  return { ...cursor, uidValidity, lastUid: 0, failed: [], renumbered };
}

/** Whether a message was taken over under a UID that no longer holds. */
export function isTakenOver({ renumbered }: MailboxCursor, { uid, arrival, mark }: MessageIdentity): boolean {
  if (renumbered === null || uid >= renumbered.beforeUid) return false;
  return renumbered.marks.includes(mark) || (arrival > 0 && arrival < renumbered.arrivedBefore);
}

export async function loadCursor(
  host: ChannelHost,
  tenantId: string,
  name: string,
): Promise<MailboxCursor | null> {
  const saved = await host.cursors.load(tenantId, name);
  return saved === null ? null : schema.parse(JSON.parse(saved));
}

/** The cursor after a message was taken over. */
export function afterMessage(cursor: MailboxCursor, message: MessageIdentity): MailboxCursor {
  return {
    ...cursor,
    lastUid: Math.max(cursor.lastUid, message.uid),
    failed: cursor.failed.filter((uid) => uid !== message.uid),
    newestArrival: Math.max(cursor.newestArrival, message.arrival),
    recent: [message.mark, ...cursor.recent.filter((mark) => mark !== message.mark)].slice(0, mostRecent),
    renumbered: message.uid + 1 >= (cursor.renumbered?.beforeUid ?? 0) ? null : cursor.renumbered,
  };
}

/** The cursor after a message that is gone, or that the desk could not take and is to be tried again. */
export function afterSkip(cursor: MailboxCursor, uid: number, isFailure: boolean): MailboxCursor {
  const others = cursor.failed.filter((failed) => failed !== uid);
  return { ...cursor, lastUid: Math.max(cursor.lastUid, uid), failed: isFailure ? [...others, uid] : others };
}
