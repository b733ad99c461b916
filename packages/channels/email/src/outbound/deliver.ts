import { isSupportError, type OutboundMessage, type Receipt, SupportError } from "@heedkit/core";
import { z } from "zod";
import { composeMail, type Sender } from "./composeMail.ts";
import { deliveryError } from "./deliveryError.ts";
import type { MailTransport } from "./smtpOptions.ts";

const sentMail = z.object({
  response: z.string().optional(),
  rejectedErrors: z
    .array(
      z.object({ recipient: z.string().optional(), response: z.string().optional(), message: z.string() }),
    )
    .optional(),
});

/**
 * Hands a message to the mail server. Where the server takes it for some recipients only, the others are named in
 * `refused`, also those put off with 4xx: to try again would send it twice to the first.
 */
export async function deliverMail(
  transport: MailTransport,
  sender: Sender,
  message: OutboundMessage,
  { idempotencyKey, signal }: { readonly idempotencyKey: string; readonly signal: AbortSignal },
): Promise<Receipt> {
  const { externalId, unusable, mail } = await composeMail(message, idempotencyKey, sender);
  if (signal.aborted) {
    throw new SupportError("DELIVERY_UNAVAILABLE", "The message was not sent: delivery was aborted.", {
      cause: signal.reason,
    });
  }
  try {
    const sent = sentMail.catch({}).parse(await transport.sendMail({ ...mail, signal }));
    return {
      externalId,
      refused: [
        ...unusable.map((recipient) => ({ recipient, reason: "This is no mail address." })),
        ...(sent.rejectedErrors ?? []).map(({ recipient = "", response, message }) => ({
          recipient,
          reason: response ?? message,
        })),
      ],
      detail: sent.response ?? null,
    };
  } catch (error) {
    throw isSupportError(error) ? error : deliveryError(error);
  }
}
