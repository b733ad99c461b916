import { createHash } from "node:crypto";
import type { RawInbound } from "@heedkit/core";
import { type FetchedMessage, isShort } from "./fetchMessage.ts";
import { historyBefore, type MailboxCursor } from "./mailboxCursor.ts";
import { type MailboxReading, mailboxSource } from "./mailboxReading.ts";

/**
 * Gives a message to the desk. Its key is made of its bytes, so it is known again under another UID, from another
 * server, and by SMTP. Rejects with what kept the desk from taking it.
 */
export async function takeOver(
  reading: MailboxReading,
  cursor: MailboxCursor,
  message: FetchedMessage,
): Promise<void> {
  const { options, host, tenantId } = reading;
  const { uid, body, arrival, announcedBytes, isCut } = message;
  const what = `receiving message ${uid} of ${mailboxSource(options)}`;
  const isIncomplete = isShort(message);
  await host.receive(tenantId, {
    body,
    dedupeKey: createHash("sha256").update(body).digest("hex"),
    receivedAt: host.now(),
    metadata: {
      ...origin(reading, cursor, uid),
      ...(arrival === null ? {} : { arrivedAt: String(arrival) }),
      historyBefore: String(historyBefore(cursor, uid)),
      ...(isCut ? { cutAfterBytes: String(body.length) } : {}),
      ...(isIncomplete ? { announcedBytes: String(announcedBytes) } : {}),
    },
  });
  if (isCut) {
    const size = announcedBytes === null ? "more" : `${announcedBytes}`;
    host.report(
      new Error(`The message has ${size} bytes; only the first ${body.length} were kept (maxMessageBytes).`),
      what,
    );
  }
  if (isIncomplete) {
    host.report(
      new Error(`The server announced ${announcedBytes} bytes and sent ${body.length}, twice.`),
      what,
    );
  }
}

/** Lists a message with the desk that the server does not hand out, so that a person looks for it. */
export async function listFailed(
  reading: MailboxReading,
  cursor: MailboxCursor,
  uid: number,
  reason: string,
): Promise<void> {
  const { host, tenantId, options } = reading;
  const problem = `Message ${uid} of ${mailboxSource(options)} can't be fetched: ${reason} Look at it in the mailbox.`;
  await host.receive(tenantId, {
    body: new Uint8Array(),
    dedupeKey: `${mailboxSource(options)}:${cursor.uidValidity}:${uid}:failed`,
    receivedAt: host.now(),
    metadata: { ...origin(reading, cursor, uid), problem },
  });
}

function origin({ options }: MailboxReading, { uidValidity }: MailboxCursor, uid: number) {
  return {
    transport: "imap",
    mailbox: mailboxSource(options),
    uidValidity,
    uid: String(uid),
  } satisfies RawInbound["metadata"];
}
