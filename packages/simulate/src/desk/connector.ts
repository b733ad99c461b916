import { type Channel, type InboundEvent, type RawInbound, SupportError } from "@heedkit/core";
import type { Owner } from "../world/world.ts";
import type { Provider } from "./provider.ts";

/** One process's connector to the provider. Raw bytes are the events as JSON. */
export function connector(provider: Provider, process: Owner, network: Owner): Channel {
  return {
    specVersion: 1,
    id: "letters",
    kind: "email",
    capabilities: {
      receive: true,
      deliver: true,
      html: false,
      attachments: false,
      subject: true,
      listens: false,
    },
    async parse({ body }) {
      try {
        return JSON.parse(new TextDecoder().decode(body));
      } catch (cause) {
        throw new SupportError("UNPARSEABLE", "This is no letter.", { cause });
      }
    },
    deliver: (message, { idempotencyKey }) => provider.deliver(process, network, message, idempotencyKey),
  };
}

/** Bytes that the connector parses as these events. */
export function rawOf(events: readonly InboundEvent[], dedupeKey: string, receivedAt: number): RawInbound {
  return { body: new TextEncoder().encode(JSON.stringify(events)), dedupeKey, receivedAt, metadata: {} };
}
