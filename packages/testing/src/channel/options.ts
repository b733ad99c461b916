import type { Address, Channel, Instant, RawInbound } from "@heedkit/core";

/** What the provider does with the next deliveries. */
export type ProviderMood =
  /** Takes them. */
  | { readonly kind: "well" }
  /** Too much at once (429, 4xx of SMTP). `retryAfterMs`: what it asks for where its protocol can say so. */
  | { readonly kind: "busy"; readonly retryAfterMs: number }
  /** Out of order (500, 5xx about the service). */
  | { readonly kind: "broken" }
  /** Takes the connection, and never answers. */
  | { readonly kind: "silent" }
  /** Cuts the connection when it has heard the request. */
  | { readonly kind: "reset" }
  /** Answers what is no answer of its protocol. */
  | { readonly kind: "garbage" }
  /** Will never take this one: no such recipient, forbidden content. */
  | { readonly kind: "refusing" };

/** What a customer writes through the provider. */
export interface SampleMessage {
  /** The provider's id of it. */
  readonly externalId: string;
  /** Who writes, as the channel knows them: one customer for the same number. */
  readonly sender: number;
  readonly text: string;
  /** The provider's id of the message that it answers, where the provider's format can tell. */
  readonly answers: string | null;
  readonly sentAt: Instant;
}

/** What a provider calls in with, and what somebody else might. */
export interface InboundProvider {
  /** The payload with which the provider reports on a message. */
  payload(message: SampleMessage): Uint8Array;
  /** A payload as the provider delivers it, surely its own: signed, with `deliveryId` as its id where it has one. */
  deliver(payload: Uint8Array, options: { readonly deliveryId: string; readonly at: Instant }): RawInbound;
  /** Forgeries that only the author can think of, made from a genuine delivery: a foreign key, an old signature. */
  readonly forgeries?: Readonly<Record<string, (genuine: RawInbound) => RawInbound>>;
}

/** A provider on this machine: a real server of its protocol, and a connector that speaks to it. */
export interface ChannelProvider {
  readonly channel: Channel;
  /** From now on deliveries go like this. Begins `well`. */
  feel(mood: ProviderMood): Promise<void> | void;
  /** The provider's ids of the messages that it took, in order; one that it took twice stands twice. */
  taken(): readonly string[];
  /** Somebody who can be written to. */
  readonly recipient: Address;
  /** Absent for a connector that only delivers. */
  readonly inbound?: InboundProvider;
  close(): Promise<void>;
}

/** A connector under test. */
export interface ChannelSuiteOptions {
  /** Of the connector, for the report. */
  readonly name: string;
  /** Starts a provider, with a connector that waits at most `patienceMs` for its answers. Called for each check. */
  open(options: { readonly patienceMs: number }): Promise<ChannelProvider>;
  /** What the connector has and the provider's protocol can say. A check is skipped only where one of these is false. */
  readonly has: {
    /** Default true. */
    readonly receive?: boolean;
    /** Default true. */
    readonly deliver?: boolean;
    /**
     * The connector proves where bytes come from: `true` by a signature of them, `"secret"` by one that is sent along and
     * says nothing about the bytes. False where the transport proves it: SMTP behind TLS, a socket.
     */
    readonly verify: boolean | "secret";
    /** The provider can say when to come again (`Retry-After`). */
    readonly retryAfter: boolean;
    /** The provider takes a key, and takes what comes twice under it once. */
    readonly idempotencyKeys: boolean;
  };
}
