import { randomUUID } from "node:crypto";
import type { ReceivedMail } from "./receivedMail.ts";

const postOffice = "mx.gone.example";

/** The report of a mail server that could not deliver a mail (RFC 3464), with the mail's header returned. */
export function writeBounce(mail: ReceivedMail, now: number): Uint8Array {
  const [header = ""] = Buffer.from(mail.raw).toString("latin1").split("\r\n\r\n", 1);
  const lines = [
    `From: Mail Delivery System <MAILER-DAEMON@${postOffice}>`,
    `To: <${mail.returnPath}>`,
    "Subject: Undelivered Mail Returned to Sender",
    `Date: ${new Date(now).toUTCString()}`,
    `Message-ID: <${randomUUID()}@${postOffice}>`,
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="report"',
    "",
    "--report",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    `This is the mail system at host ${postOffice}.`,
    "",
    "Your message could not be delivered to one recipient. It is attached below.",
    "",
    `<${mail.to}>: user unknown`,
    "",
    "--report",
    "Content-Type: message/delivery-status",
    "",
    `Reporting-MTA: dns; ${postOffice}`,
    "",
    `Final-Recipient: rfc822; ${mail.to}`,
    "Action: failed",
    "Status: 5.1.1",
    `Diagnostic-Code: smtp; 550 5.1.1 <${mail.to}>: user unknown`,
    "",
    "--report",
    "Content-Type: text/rfc822-headers",
    "",
    header,
    "",
    "--report--",
    "",
  ];
  return Buffer.from(lines.join("\r\n"), "latin1");
}
