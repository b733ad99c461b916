import type { Address, Channel, Instant, RawInbound } from "@heedkit/core";

/** How the provider treats the next deliveries. */
export type ProviderMood =
  /** Accepts them. */
  | { readonly kind: "well" }
  /** Rate-limited (429, 4xx of SMTP). `retryAfterMs`: the delay it asks for, if its protocol can. */
  | { readonly kind: "busy"; readonly retryAfterMs: number }
  /** Out of order (500, 5xx about the service). */
  | { readonly kind: "broken" }
  /** Accepts the connection and never answers. */
  | { readonly kind: "silent" }
  /** Drops the connection after reading the request. */
  | { readonly kind: "reset" }
  /** Answers with something that is not its protocol. */
  | { readonly kind: "garbage" }
  /** Refuses for good: no such recipient, forbidden content. */
  | { readonly kind: "refusing" };

/** A message that a customer sends through the provider. */
export interface SampleMessage {
  /** The provider's id of the message. */
  readonly externalId: string;
  /** The author, as the channel identifies them: the same number is the same customer. */
  readonly sender: number;
  readonly text: string;
  /** The provider's id of the message that it replies to, if the provider's format has one. */
  readonly answers: string | null;
  readonly sentAt: Instant;
}

/** What a provider calls the desk with, and what a forger might. */
export interface InboundProvider {
  /** The payload with which the provider reports on a message. */
  payload(message: SampleMessage): Uint8Array;
  /** A payload as the provider delivers it, genuine: signed, with `deliveryId` as its id if it has one. */
  deliver(payload: Uint8Array, options: { readonly deliveryId: string; readonly at: Instant }): RawInbound;
  /** Forgeries specific to the provider, made from a genuine delivery: a foreign key, an old signature. */
  readonly forgeries?: Readonly<Record<string, (genuine: RawInbound) => RawInbound>>;
}

/** A local provider: a real server of its protocol, and a connector that talks to it. */
export interface ChannelProvider {
  readonly channel: Channel;
  /** Sets how deliveries go from now on. Starts as `well`. */
  feel(mood: ProviderMood): Promise<void> | void;
  /** The provider's ids of the messages it accepted, in order; one accepted twice is listed twice. */
  taken(): readonly string[];
  /** A valid recipient. */
  readonly recipient: Address;
  /** Absent for a connector that only delivers. */
  readonly inbound?: InboundProvider;
  close(): Promise<void>;
}

/** A connector under test. */
export interface ChannelSuiteOptions {
  /** Name of the connector, for the report. */
  readonly name: string;
  /** Starts a provider, with a connector that waits at most `patienceMs` for its answers. Called for each check. */
  open(options: { readonly patienceMs: number }): Promise<ChannelProvider>;
  /** What the connector supports and the provider's protocol can express. A check is skipped only if one of these is false. */
  readonly has: {
    /** Default true. */
    readonly receive?: boolean;
    /** Default true. */
    readonly deliver?: boolean;
    /**
     * How the connector proves where bytes come from: `true` by a signature over them, `"secret"` by a secret sent along,
     * which says nothing about the bytes. False if the transport proves it: SMTP behind TLS, a socket.
     */
    readonly verify: boolean | "secret";
    /** The provider can say when to retry (`Retry-After`). */
    readonly retryAfter: boolean;
    /** The provider accepts an idempotency key, and delivers once what arrives twice under it. */
    readonly idempotencyKeys: boolean;
  };
}
