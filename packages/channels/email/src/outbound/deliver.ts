import {
  type DeliverOptions,
  isSupportError,
  type OutboundMessage,
  type Receipt,
  type SupportError,
} from "@heedkit/core";
import { signedReturnPath } from "../threading/returnPath.ts";
import { composeMail } from "./composeMail.ts";
import type { Sender } from "./sender.ts";
import { interrupted, serve } from "./serve.ts";
import type { MailTransport } from "./smtpOptions.ts";

/**
 * Hands a message to the mail server, recipient by recipient: each copy has a return path of its own, so that a bounce
 * proves whose it is. Who was served is remembered before the next one is, and left out by a retry. A recipient who is
 * refused for good is named in `refused` once somebody was served; one who is put off keeps the delivery going.
 */
export async function deliverMail(
  transport: MailTransport,
  sender: Sender,
  message: OutboundMessage,
  { idempotencyKey, signal, served = [], onServed = async () => {} }: DeliverOptions,
): Promise<Receipt> {
  const { externalId, unusable, recipients, mail } = await composeMail(message, idempotencyKey, sender);
  if (signal.aborted) throw interrupted(false, sender.deliveryTimeoutMs, signal.reason);
  const waiting = recipients.filter(({ value }) => !served.includes(value));
  const refused = unusable.map((recipient) => ({ recipient, reason: "This is not a mail address." }));
  const postponed: SupportError[] = [];
  const refusals: SupportError[] = [];
  let isAnyServed = waiting.length < recipients.length;
  let detail: string | null = null;

  for (const [index, { value, address }] of waiting.entries()) {
    try {
      detail = await serveFrom(returnPaths(sender, message, value), (from) =>
        serve(transport, { ...mail, envelope: { from, to: [address] } }, signal, sender.deliveryTimeoutMs),
      );
      isAnyServed = true;
      // After the last one the receipt says it all.
      if (index < waiting.length - 1 || postponed.length > 0) await onServed(value);
    } catch (error) {
      if (!isSupportError(error) || !error.code.startsWith("DELIVERY_")) throw error;
      if (error.code === "DELIVERY_REFUSED") {
        refusals.push(error);
        refused.push({ recipient: address, reason: reasonOf(error) });
        continue;
      }
      postponed.push(error);
      // An answer is about this recipient; without one the others would fare no better.
      if (signal.aborted || typeof error.details.smtpCode !== "number") break;
    }
  }
  const [first] = postponed.length > 0 ? postponed : isAnyServed ? [] : refusals;
  if (first !== undefined) throw first;
  return { externalId, refused, detail };
}

/** The server's own words. */
function reasonOf({ message, details }: SupportError): string {
  return typeof details.reason === "string" ? details.reason : message;
}

/** The return paths to try: some servers let nobody send from a plus form, and an unsigned bounce is better than no mail. */
function returnPaths(
  { keyring, bounceAddress }: Sender,
  { tenantId, messageId }: OutboundMessage,
  recipient: string,
): readonly string[] {
  const signed = signedReturnPath(keyring, bounceAddress, { tenantId, messageId, recipient });
  return signed === null ? [bounceAddress] : [signed, bounceAddress];
}

async function serveFrom(
  [path = "", ...others]: readonly string[],
  send: (from: string) => Promise<string | null>,
): Promise<string | null> {
  try {
    return await send(path);
  } catch (error) {
    const isSenderRefused =
      isSupportError(error) && error.code === "DELIVERY_REFUSED" && error.details.command === "MAIL FROM";
    if (!isSenderRefused || others.length === 0) throw error;
    return serveFrom(others, send);
  }
}
