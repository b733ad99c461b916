import { type MailboxReading, mailboxName } from "./mailboxReading.ts";
import { defaultMaxMessageBytes } from "./openMailbox.ts";

/** Gives a message to the desk, cut where it is too large; false where it is gone from the mailbox. Rejects with what kept the desk from taking it. */
export async function takeOver(
  { client, options, host }: MailboxReading,
  uidValidity: string,
  { uid, size }: { readonly uid: number; readonly size: number },
): Promise<boolean> {
  const largest = options.maxMessageBytes ?? defaultMaxMessageBytes;
  const source = size > largest ? { start: 0, maxLength: largest } : true;
  const message = await client.fetchOne(String(uid), { uid: true, source }, { uid: true });
  if (message === false) return false;
  if (message.source === undefined) throw new Error("The server gave no content for the message.");
  await host.receive(options.tenantId ?? "default", {
    body: message.source,
    dedupeKey: `${mailboxName(options)}:${uidValidity}:${uid}`,
    receivedAt: host.now(),
    metadata: {
      transport: "imap",
      mailbox: mailboxName(options),
      uidValidity,
      uid: String(uid),
      ...(size > largest ? { cutAfterBytes: String(largest) } : {}),
    },
  });
  if (size > largest) {
    host.report(
      new Error(`The message has ${size} bytes; only the first ${largest} were taken (maxMessageBytes).`),
      `taking over message ${uid} of ${mailboxName(options)}`,
    );
  }
  return true;
}
