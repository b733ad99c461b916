import { type Address, isSupportError, type OutboundMessage, SupportError } from "@heedkit/core";
import { normaliseEmail } from "../address/normaliseEmail.ts";
import { loopHeader } from "../inbound/automatic.ts";
import { signedMessageId } from "../threading/messageId.ts";
import { signedPlusAddress } from "../threading/plusAddress.ts";
import { fromOf, type Sender } from "./sender.ts";
import { signedHtml, signedText } from "./signature.ts";
import { oneLine, subjectLine } from "./subjectLine.ts";
import { threadingHeaders } from "./threadingHeaders.ts";

/** A message as it is handed to the transport. */
export interface ComposedMail {
  /** Message-ID without angle brackets; the same for the same idempotency key. */
  readonly externalId: string;
  /** Addresses that can't be one, which no server is asked about. */
  readonly unusable: readonly string[];
  /** Everybody who gets a copy, once. */
  readonly recipients: readonly Recipient[];
  /** Without an envelope. */
  readonly mail: Readonly<Record<string, unknown>>;
  /** The same for those in Bcc: what they answer to it is signed for no case. */
  readonly hiddenMail: Readonly<Record<string, unknown>>;
}

/** Somebody who gets a copy: as the message names them, and as mail servers do. */
interface Recipient {
  readonly value: string;
  readonly address: string;
  /** Whether nobody else learns of them. */
  readonly isHidden: boolean;
}

/**
 * Throws DELIVERY_REFUSED where nobody can be written to or the message is too large, and DELIVERY_UNAVAILABLE where an
 * attachment can't be read now; a SupportError of the attachment itself, which knows better, passes as it is.
 */
export async function composeMail(
  message: OutboundMessage,
  idempotencyKey: string,
  sender: Sender,
): Promise<ComposedMail> {
  const to = message.to.flatMap(usable);
  const cc = message.cc.flatMap(usable);
  const unusable = [...message.to, ...message.cc, ...message.bcc]
    .filter((one) => usable(one).length === 0)
    .map(({ value }) => value);
  if (to.length + cc.length + message.bcc.flatMap(usable).length === 0) {
    throw new SupportError("DELIVERY_REFUSED", "The message has no recipient with a usable mail address.", {
      details: { unusable },
    });
  }
  const { tenantId, caseId } = message;
  // Of the channel's own domain, whichever brand writes: an attempt that is made again makes the same id.
  const domain = sender.address.slice(sender.address.lastIndexOf("@") + 1);
  const externalId = signedMessageId(sender.keyring, domain, { tenantId, caseId, idempotencyKey });
  const from = fromOf(sender, message);
  const replyTo = signedPlusAddress(sender.keyring, from.address, tenantId, caseId) ?? from.address;
  const text = signedText(message);
  const html = signedHtml(message);
  const automaticHeaders = { "Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All" };

  const mail = {
    from,
    replyTo: { name: oneLine(message.brandName ?? sender.displayName ?? from.name), address: replyTo },
    to,
    cc,
    subject: subjectLine(message.subject, {
      isAnswer: message.references.length > 0,
      trackingCode: message.trackingCode,
    }),
    text,
    ...(html === null ? {} : { html }),
    messageId: `<${externalId}>`,
    ...threadingHeaders(message.references),
    headers: { [loopHeader]: sender.address, ...(message.automatic ? automaticHeaders : {}) },
    attachments: await readAttachments(message, { text, html }, sender.maxOutgoingBytes),
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  return {
    externalId,
    unusable,
    recipients: recipientsOf(message),
    mail,
    hiddenMail: hidden(mail, from.address, externalId),
  };
}

/**
 * A copy for those in Bcc. It has neither the signed reply address nor a signed id, its own or of the conversation: who
 * answers to it is a stranger to the case, as nobody in it knows of them.
 */
function hidden(
  {
    replyTo,
    inReplyTo: _inReplyTo,
    references: _references,
    ...mail
  }: Readonly<Record<string, unknown>> & { readonly replyTo: { readonly name: string } },
  address: string,
  externalId: string,
): ComposedMail["hiddenMail"] {
  const [name = ""] = externalId.split(".");
  const domain = externalId.slice(externalId.lastIndexOf("@") + 1);
  return {
    ...mail,
    replyTo: { ...replyTo, address },
    messageId: `<${name}.copy@${domain}>`,
  };
}

function recipientsOf({ to, cc, bcc }: OutboundMessage): readonly Recipient[] {
  const found = new Map<string, Recipient>();
  const add = (addresses: readonly Address[], isHidden: boolean) => {
    for (const { value } of addresses) {
      const address = normaliseEmail(value);
      if (address !== null && !found.has(address)) found.set(address, { value, address, isHidden });
    }
  };
  add([...to, ...cc], false);
  add(bcc, true);
  return [...found.values()];
}

function usable(address: Address): readonly { readonly name: string; readonly address: string }[] {
  const value = normaliseEmail(address.value);
  return value === null ? [] : [{ name: oneLine(address.name ?? ""), address: value }];
}

async function readAttachments(
  message: OutboundMessage,
  { text, html }: { readonly text: string; readonly html: string | null },
  maxBytes: number,
) {
  const read = [];
  let size = Buffer.byteLength(text) + Buffer.byteLength(html ?? "");
  assertSize(size, maxBytes);
  for (const attachment of message.attachments) {
    const content = Buffer.from(await open(attachment));
    size += content.length;
    assertSize(size, maxBytes);
    read.push({
      filename: oneLine(attachment.name),
      contentType: oneLine(attachment.mediaType),
      content,
      ...(attachment.contentId === null
        ? {}
        : { cid: oneLine(attachment.contentId), contentDisposition: "inline" as const }),
    });
  }
  return read;
}

async function open(attachment: OutboundMessage["attachments"][number]): Promise<Uint8Array> {
  try {
    return await attachment.open();
  } catch (cause) {
    if (isSupportError(cause)) throw cause;
    throw new SupportError("DELIVERY_UNAVAILABLE", `The attachment "${attachment.name}" can't be read now.`, {
      cause,
    });
  }
}

function assertSize(size: number, maxBytes: number): void {
  if (size <= maxBytes) return;
  throw new SupportError(
    "DELIVERY_REFUSED",
    `The message is larger than ${maxBytes} bytes. Send a link instead of the attachment, or raise maxOutgoingBytes.`,
    { details: { size, maxBytes } },
  );
}
