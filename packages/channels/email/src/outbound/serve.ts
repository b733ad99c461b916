import { SupportError } from "@heedkit/core";
import { z } from "zod";
import { deliveryError } from "./deliveryError.ts";
import type { MailTransport } from "./smtpOptions.ts";

const sentMail = z.object({
  response: z.string().optional(),
  rejectedErrors: z.array(z.unknown()).optional(),
});

/**
 * Hands a mail to the server for one recipient, within a time for the whole of it: a server that answers a byte at a time is
 * never silent, so no idle timeout would end it. Resolves with the server's answer.
 * @throws SupportError DELIVERY_REFUSED, DELIVERY_UNAVAILABLE
 */
export async function serve(
  transport: MailTransport,
  mail: object,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<string | null> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const ending = AbortSignal.any([signal, deadline]);
  let giveUp = () => {};
  // A transport of the host may know nothing of signals.
  const ended = new Promise<never>((_, reject) => {
    giveUp = () => reject(interrupted(deadline.aborted, timeoutMs, ending.reason));
    ending.addEventListener("abort", giveUp);
  });
  const sending = transport.sendMail({ ...mail, signal: ending });
  sending.catch(() => {});
  try {
    const sent = sentMail.catch({}).parse(await Promise.race([sending, ended]));
    const [rejection] = sent.rejectedErrors ?? [];
    if (rejection !== undefined) throw rejection;
    return sent.response ?? null;
  } catch (error) {
    throw deadline.aborted ? interrupted(true, timeoutMs, error) : deliveryError(error);
  } finally {
    ending.removeEventListener("abort", giveUp);
  }
}

export function interrupted(isLate: boolean, timeoutMs: number, cause: unknown): SupportError {
  const why = isLate
    ? `The mail server did not finish within ${timeoutMs} ms.`
    : "The message was not sent: delivery was aborted.";
  return new SupportError("DELIVERY_UNAVAILABLE", why, { cause });
}
