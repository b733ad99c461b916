import type { RawInbound } from "@heedkit/core";

/** The option of a desk whose mail comes by {@link byWebhook}. */
export const webhook = { secret: "the secret of the webhook of this desk" };

/** Mail as a host hands it over that has received it by a webhook. */
export function byWebhook(body: Uint8Array, dedupeKey: string | null = null): RawInbound {
  return {
    body,
    dedupeKey,
    receivedAt: Date.now(),
    metadata: { authorization: `Bearer ${webhook.secret}` },
  };
}
