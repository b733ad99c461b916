import type { OutboundMessage, Receipt } from "@heedkit/core";
import { emailChannel } from "../emailChannel.ts";
import type { EmailChannelOptions } from "../options.ts";
import { outboundMessage } from "./outboundMessage.ts";

/** Key of the desk that tests send from. */
export const secret = "a secret that is long enough to be one";
/** Its address. */
export const address = "support@shop.example";

/** A desk that hands its mail to a server on loopback. */
export function sending(port: number, changes: Partial<EmailChannelOptions> = {}) {
  const { deliver } = emailChannel({
    address,
    secret,
    displayName: "Shop",
    smtp: { host: "127.0.0.1", port, socketTimeoutMs: 500 },
    ...changes,
  });
  return async (
    message: OutboundMessage = outboundMessage(),
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Receipt> => {
    if (deliver === undefined) throw new Error("The channel can't deliver.");
    return deliver(message, { idempotencyKey: message.messageId, signal });
  };
}
