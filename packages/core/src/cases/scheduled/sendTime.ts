import { SupportError } from "../../errors/index.ts";
import type { Instant } from "../../ports/index.ts";

const latestMs = 365 * 86_400_000;

/** @throws SupportError INVALID_INPUT for a moment that is past, or more than a year away */
export function checkSendTime(now: Instant, sendAt: Instant): void {
  if (sendAt <= now)
    throw new SupportError(
      "INVALID_INPUT",
      "sendAt is in the past. Leave it out to send the reply now, or choose a later moment.",
      { details: { sendAt, now } },
    );
  if (sendAt - now > latestMs)
    throw new SupportError("INVALID_INPUT", "sendAt is more than a year away. Choose an earlier moment.", {
      details: { sendAt, now },
    });
}
