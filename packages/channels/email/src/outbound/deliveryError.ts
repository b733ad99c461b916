import { SupportError } from "@heedkit/core";
import { z } from "zod";

const smtpError = z.object({
  code: z.string().optional(),
  command: z.string().optional(),
  responseCode: z.number().optional(),
  response: z.string().optional(),
  message: z.string().optional(),
});

/** The steps of RFC 5321 s.3.3 at which an answer is about this message; before them it is about the connection. */
const steps = ["MAIL FROM", "RCPT TO", "DATA"];

/**
 * What a failed hand-over means. Final (DELIVERY_REFUSED) is a 5xx answer about sender, recipients or content, and what no
 * server could take. Everything else passes (DELIVERY_UNAVAILABLE): 4xx, a lost connection, a wrong password, an
 * aborted signal. A connection lost after the content went out but before the answer also counts as passing: nobody
 * knows whether the server has it, so it is sent again under the same Message-ID.
 */
export function deliveryError(error: unknown): SupportError {
  const { code, command, responseCode, response, message } = smtpError.catch({}).parse(error);
  // A server that repeats what it was told while signing in would repeat the password: nothing of its answer is kept.
  const isSigningIn = code === "EAUTH" || (command ?? "").toUpperCase().startsWith("AUTH");
  const reason = isSigningIn
    ? `It rejected the login (${responseCode ?? "no code"}). Check smtp.auth.`
    : (response ?? message ?? String(error));
  const details = { smtpCode: responseCode ?? null, command: command ?? null, reason };
  const isAboutMessage = steps.includes(command ?? "");
  const isRefusal = responseCode !== undefined && responseCode >= 500 && isAboutMessage;
  const isUnusable =
    responseCode === undefined && (code === "EENVELOPE" || (code === "EMESSAGE" && isAboutMessage));
  if (isRefusal || isUnusable) {
    return new SupportError("DELIVERY_REFUSED", `The mail server rejected the message: ${reason}`, {
      ...(isSigningIn ? {} : { cause: error }),
      details,
    });
  }
  return new SupportError("DELIVERY_UNAVAILABLE", `The message could not be handed over for now: ${reason}`, {
    ...(isSigningIn ? {} : { cause: error }),
    details,
  });
}
