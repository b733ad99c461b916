import { letter } from "../ingest/letters.ts";

/** The `index`-th of an endless series of mails, each from a different customer, as a mail program writes them. */
export function mail(index: number): { readonly from: string; readonly text: string } {
  const { from, subject, text, externalId } = letter(index);
  const lines = text?.match(/.{1,70}(?: |$)/g) ?? [];
  const headers = [
    `Received: from mail.customers.example (mail.customers.example [192.0.2.1]) by mx.desk.example with ESMTPS id ${index}`,
    `From: ${from.name} <${from.value}>`,
    "To: Support <support@desk.example>",
    `Subject: ${subject}`,
    `Message-ID: ${externalId}`,
    "Date: Mon, 02 Nov 2026 10:00:00 +0000",
    "MIME-Version: 1.0",
    "User-Agent: Mozilla Thunderbird",
    "Content-Language: en-GB",
    "Content-Type: text/plain; charset=UTF-8; format=flowed",
    "Content-Transfer-Encoding: 7bit",
  ];
  return { from: from.value, text: `${headers.join("\r\n")}\r\n\r\n${lines.join("\r\n")}\r\n` };
}
