import { randomUUID } from "node:crypto";
import { deskAddress } from "../desk.ts";
import type { ReceivedMail } from "./receivedMail.ts";

/** What a customer's mail program sends on "Reply": to Reply-To, with the thread's headers and the text quoted. */
export function writeReply(mail: ReceivedMail, name: string, text: string, now: number): Uint8Array {
  const quoted = mail.text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => `> ${line}`);
  return message(
    [
      `From: ${encodedWord(name)} <${mail.to}>`,
      `To: <${mail.replyTo}>`,
      `Subject: ${encodedWord(`Re: ${mail.subject.replace(/^re:\s*/i, "")}`)}`,
      `In-Reply-To: ${mail.messageId}`,
      `References: ${`${mail.references} ${mail.messageId}`.trim()}`,
    ],
    [text, "", `Am ${new Date(now).toLocaleDateString("de-DE")} schrieb ${deskAddress}:`, ...quoted],
    now,
  );
}

/** What a vacation program sends back (RFC 3834). */
export function writeOutOfOffice(mail: ReceivedMail, name: string, now: number): Uint8Array {
  return message(
    [
      `From: ${encodedWord(name)} <${mail.to}>`,
      `To: <${mail.replyTo}>`,
      `Subject: ${encodedWord(`Auto: ${mail.subject}`)}`,
      `In-Reply-To: ${mail.messageId}`,
      `References: ${mail.messageId}`,
      'Auto-Submitted: auto-replied; owner-email="vacation"',
    ],
    ["I am away until Monday and will read your message then."],
    now,
  );
}

/** A mail from somebody who has only seen a tracking code. */
export function writeGuess(code: string, from: string, now: number): Uint8Array {
  return message(
    [`From: M. Stone <${from}>`, `To: <${deskAddress}>`, `Subject: Re: your parcel [${code}]`],
    ["Please change the delivery address of this order to 12 Harbour Lane."],
    now,
  );
}

function message(head: readonly string[], body: readonly string[], now: number): Uint8Array {
  const lines = [
    ...head,
    `Date: ${new Date(now).toUTCString()}`,
    `Message-ID: <${randomUUID()}@customer.example>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from(body.join("\r\n")).toString("base64").replaceAll(/.{76}/g, "$&\r\n"),
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n`);
}

/** RFC 2047 encoded words within the length limit; plain text if ASCII suffices. */
function encodedWord(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const words = text.match(/.{1,15}/gsu) ?? [];
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString("base64")}?=`).join("\r\n ");
}
