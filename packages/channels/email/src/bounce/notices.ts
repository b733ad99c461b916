import type { Address, InboundReceipt } from "@heedkit/core";
import { normaliseEmail } from "../address/normaliseEmail.ts";
import { readFieldGroups } from "../mime/fieldGroups.ts";
import type { MailHeaders } from "../mime/mailHeaders.ts";
import { parseMessageIds } from "../threading/messageId.ts";
import type { ReturnedMessage } from "./returnedMessage.ts";

/** RFC 8098 s.3.2: displayed is read; any other disposition still proves that it arrived. */
export function readReadNotice(body: Uint8Array, returned: ReturnedMessage): InboundReceipt {
  const { first } = fieldsOf(body);
  const disposition = first("disposition");
  const isRead = /;\s*displayed\b/i.test(disposition ?? "");
  return {
    kind: "receipt",
    externalId: parseMessageIds(first("original-message-id") ?? "")[0] ?? returned.externalId ?? "",
    state: isRead ? "read" : "delivered",
    recipient: addressOf(first("original-recipient")) ?? addressOf(first("final-recipient")),
    permanence: null,
    detail: disposition,
  };
}

/**
 * RFC 5965: recipients called the message unwanted; s.3.2 allows several, each of whom has a receipt. The message arrived,
 * so their addresses are not blocked.
 */
export function readComplaint(body: Uint8Array, returned: ReturnedMessage): readonly InboundReceipt[] {
  const { first, all } = fieldsOf(body);
  const named = all("original-rcpt-to")
    .flatMap((field) => addressOf(field) ?? [])
    .filter(({ value }, index, every) => every.findIndex((other) => other.value === value) === index)
    .slice(0, mostRecipients);
  const recipients = named.length > 0 ? named : [addressOf(returned.recipient)];
  return recipients.map((recipient) => ({
    kind: "receipt",
    externalId: returned.externalId ?? "",
    state: "failed",
    recipient,
    permanence: "soft",
    reason: "opted-out",
    cause: "feedback",
    detail: `complaint: ${first("feedback-type") ?? "not specified"}`,
  }));
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
/** Recipients of one complaint that are read. */
const mostRecipients = 100;

/** Fields of all groups, by name: the first, or all. */
function fieldsOf(body: Uint8Array) {
  const fields = readFieldGroups(body, mostGroups).flat();
  return {
    first: (name: string) => fields.find(({ key }) => key === name)?.value ?? null,
    all: (name: string) => fields.flatMap(({ key, value }) => (key === name ? [value] : [])),
  };
}

function addressOf(field: string | null): Address | null {
  const value = field === null ? null : normaliseEmail(field.slice(field.indexOf(";") + 1));
  return value === null ? null : { kind: "email", value, name: null };
}
