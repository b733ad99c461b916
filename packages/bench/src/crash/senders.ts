import { setTimeout as pause } from "node:timers/promises";
import { createTransport } from "nodemailer";

/** A mail from a customer that the desk answered with 250, or that waits for it. */
export interface SentMail {
  /** Without its angle brackets. */
  readonly messageId: string;
  readonly from: string;
  /** The mail this one replies to; null for the first of a conversation. */
  readonly inReplyTo: string | null;
}

interface SendOptions {
  readonly count: number;
  readonly random: () => number;
  readonly port: () => Promise<number>;
  readonly onAcknowledged: (count: number) => Promise<void>;
}

const lanes = 16;

/**
 * Sends mails over SMTP, each until the desk answers 250, as mail servers do. One in five replies to an earlier one, one in
 * twenty is sent again although it was accepted.
 */
export async function sendAll({
  count,
  random,
  port,
  onAcknowledged,
}: SendOptions): Promise<readonly SentMail[]> {
  const plan = planMails(count, random);
  const acknowledged: SentMail[] = [];
  const done = new Map(plan.map(({ messageId }) => [messageId, Promise.withResolvers<void>()]));
  let next = 0;
  let kills: Promise<void> = Promise.resolve();

  const lane = async () => {
    const transport = createTransport({
      host: "127.0.0.1",
      port: await port(),
      secure: false,
      ignoreTLS: true,
    });
    for (let mail = plan[next++]; mail !== undefined; mail = plan[next++]) {
      if (mail.inReplyTo !== null) await done.get(mail.inReplyTo)?.promise;
      await deliver(transport, mail);
      acknowledged.push(mail);
      done.get(mail.messageId)?.resolve();
      kills = onAcknowledged(acknowledged.length);
      if (mail.again) await deliver(transport, mail);
    }
    transport.close();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await kills;
  return acknowledged;
}

type PlannedMail = SentMail & { readonly raw: string; readonly again: boolean };

function planMails(count: number, random: () => number): readonly PlannedMail[] {
  const mails: PlannedMail[] = [];
  for (let at = 0; at < count; at++) {
    // Replies go to a mail some way back, so that its sender need not wait long.
    const earlier = at > 100 && random() < 0.2 ? mails[at - 50 - Math.floor(random() * 50)] : undefined;
    const from = earlier?.from ?? `customer-${at}@customers.example`;
    const messageId = `mail-${at}@customers.example`;
    const inReplyTo = earlier?.messageId ?? null;
    mails.push({
      messageId,
      from,
      inReplyTo,
      again: random() < 0.05,
      raw: rawMail(at, from, messageId, inReplyTo),
    });
  }
  return mails;
}

function rawMail(at: number, from: string, messageId: string, inReplyTo: string | null): string {
  const thread = inReplyTo === null ? [] : [`In-Reply-To: <${inReplyTo}>`, `References: <${inReplyTo}>`];
  const headers = [
    `From: Customer ${at} <${from}>`,
    "To: support@desk.example",
    `Subject: ${inReplyTo === null ? "" : "Re: "}Question ${at}`,
    `Message-ID: <${messageId}>`,
    "Date: Mon, 02 Nov 2026 10:00:00 +0000",
    ...thread,
    "Content-Type: text/plain; charset=utf-8",
  ];
  return `${headers.join("\r\n")}\r\n\r\nWhere is parcel ${at}? I have waited for a week.\r\n`;
}

async function deliver(
  transport: ReturnType<typeof createTransport>,
  { from, raw }: PlannedMail,
): Promise<void> {
  for (;;) {
    try {
      await transport.sendMail({ envelope: { from, to: ["support@desk.example"] }, raw });
      return;
    } catch {
      await pause(20);
    }
  }
}
