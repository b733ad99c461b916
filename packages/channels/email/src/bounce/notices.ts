import type { Address, InboundReceipt } from "@heedkit/core";
import { normaliseEmail } from "../address/normaliseEmail.ts";
import { readFieldGroups } from "../mime/fieldGroups.ts";
import type { MailHeaders } from "../mime/mailHeaders.ts";
import { parseMessageIds } from "../threading/messageId.ts";
import type { ReturnedMessage } from "./returnedMessage.ts";

/** RFC 8098 s.3.2: displayed is read; any other disposition still proves that it arrived. */
export function readReadNotice(body: Uint8Array, returned: ReturnedMessage): InboundReceipt {
  const value = fieldsOf(body);
  const disposition = value("disposition");
  const isRead = /;\s*displayed\b/i.test(disposition ?? "");
  return {
    kind: "receipt",
    externalId: parseMessageIds(value("original-message-id") ?? "")[0] ?? returned.externalId ?? "",
    state: isRead ? "read" : "delivered",
    recipient: addressOf(value("original-recipient")) ?? addressOf(value("final-recipient")),
    permanence: null,
    detail: disposition,
  };
}

/** RFC 5965: the recipient called the message unwanted. The message arrived, so the address is not blocked. */
export function readComplaint(body: Uint8Array, returned: ReturnedMessage): InboundReceipt {
  const value = fieldsOf(body);
  const recipient = addressOf(value("original-rcpt-to"));
  return {
    kind: "receipt",
    externalId: returned.externalId ?? "",
    state: "failed",
    recipient: recipient ?? (returned.recipient === null ? null : addressOf(returned.recipient)),
    permanence: "soft",
    reason: "opted-out",
    cause: "feedback",
    detail: `complaint: ${value("feedback-type") ?? "not specified"}`,
  };
}

/** The complaints of Hotmail and Outlook.com, which send the message and nothing that a program could read. */
export function isBareComplaint(headers: MailHeaders): boolean {
  return (
    /^<?staff@hotmail\.com>?$/i.test(headers.first("from")?.trim() ?? "") &&
    /^\s*complaint about message from /i.test(headers.first("subject") ?? "")
  );
}

/** Groups of fields in a notice; it is about one recipient. */
const mostGroups = 100;

/** Fields of all groups, the first of a name winning. */
function fieldsOf(body: Uint8Array): (name: string) => string | null {
  const all = readFieldGroups(body, mostGroups).flat();
  return (name) => all.find(({ key }) => key === name)?.value ?? null;
}

function addressOf(field: string | null): Address | null {
  const value = field === null ? null : normaliseEmail(field.slice(field.indexOf(";") + 1));
  return value === null ? null : { kind: "email", value, name: null };
}
