import PostalMime, { type Email } from "postal-mime";

/** A mail as it reached a customer. */
export interface ReceivedMail {
  readonly number: number;
  readonly raw: Uint8Array;
  readonly to: string;
  readonly from: string;
  /** Where a reply goes. */
  readonly replyTo: string;
  /** Where a bounce goes: the envelope sender. */
  readonly returnPath: string;
  readonly subject: string;
  readonly messageId: string;
  readonly references: string;
  readonly text: string;
  readonly header: (name: string) => string | null;
}

export async function readMail(number: number, raw: Uint8Array): Promise<ReceivedMail> {
  const mail = await PostalMime.parse(raw);
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value ?? null;
  const from = mail.from?.address ?? "";
  return {
    number,
    raw,
    to: header("delivered-to") ?? "",
    from,
    replyTo: firstAddress(mail.replyTo) ?? from,
    returnPath: header("return-path")?.replace(/[<>]/g, "") ?? "",
    subject: mail.subject ?? "",
    messageId: mail.messageId ?? "",
    references: mail.references ?? "",
    text: mail.text ?? "",
    header,
  };
}

function firstAddress(addresses: Email["replyTo"]): string | null {
  return addresses?.[0]?.address ?? null;
}
