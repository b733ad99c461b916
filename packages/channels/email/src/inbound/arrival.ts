import type { Instant } from "@heedkit/core";
import type { MailHeaders } from "../mime/mailHeaders.ts";
import type { ParseContext } from "./parseContext.ts";

/** Providers retry a webhook for days; mail older than this on arrival was never in transit. */
const webhookHistoryMs = 7 * 24 * 60 * 60 * 1000;
const earliestMail = Date.UTC(1982, 0, 1);
/** Clocks of servers differ by minutes, zones by hours. */
const tolerableLeadMs = 24 * 60 * 60 * 1000;
/** A date as RFC 5322 writes it is half as long. */
const longestDate = 100;

/** When a message reached the mail system, and whether that was before the desk wanted its mail. */
export interface Arrival {
  readonly arrivedAt: Instant | null;
  readonly isHistory: boolean;
}

/**
 * The newest `Received` was written by the mailbox's own server and says when the message came there. `Date` is the
 * sender's, whose clock may be wrong by years, so it makes nothing history. What SMTP brings comes now,
 * whatever it says of itself. INTERNALDATE counts only where there is no `Received`: a mailbox that was moved often gives
 * every message the day of the move.
 */
export function arrivalOf(headers: MailHeaders, context: ParseContext, sentAt: Instant | null): Arrival {
  const { receivedAt, arrivedAt, historyBefore, isLive } = context;
  if (isLive) return { arrivedAt: receivedAt, isHistory: false };
  const arrival = receivedTime(headers, receivedAt) ?? arrivedAt;
  if (arrival === null) return { arrivedAt: null, isHistory: false };
  const before = historyBefore ?? (receivedAt === null ? null : receivedAt - webhookHistoryMs);
  const isOld = before !== null && arrival < before;
  // Nothing comes before it is written: then the server's clock is wrong, and in doubt somebody waits.
  if (isOld && sentAt !== null && sentAt >= before + tolerableLeadMs)
    return { arrivedAt: null, isHistory: false };
  return { arrivedAt: arrival, isHistory: isOld };
}

/** The time in the topmost Received; null where there is none, or one that can't be: far ahead, or before there was mail. */
function receivedTime(headers: MailHeaders, now: Instant | null): Instant | null {
  const field = headers.first("received");
  if (field === null) return null;
  const date = field
    .slice(field.lastIndexOf(";") + 1)
    .trim()
    .slice(0, longestDate);
  const comment = date.indexOf("(");
  const time = Date.parse(comment === -1 ? date : date.slice(0, comment));
  if (Number.isNaN(time) || time < earliestMail) return null;
  if (now === null) return time;
  return time > now + tolerableLeadMs ? null : Math.min(time, now);
}
