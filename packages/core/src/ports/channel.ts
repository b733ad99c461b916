import type { Instant } from "./time.ts";

/** The channel families that targets and reports distinguish. */
export type ChannelKind = "email" | "chat" | "social" | "phone" | "web" | "api";

/** What a connector can do. Data, checked at start and printed in the docs. */
export interface ChannelCapabilities {
  /** Messages come in. */
  readonly receive: boolean;
  /** Messages go out. */
  readonly deliver: boolean;
  readonly html: boolean;
  readonly attachments: boolean;
  readonly subject: boolean;
  /**
   * Whether a message goes to a list of addresses that its writer may choose: To, Cc and Bcc. Default: true for mail.
   */
  readonly recipients?: boolean;
  /** Whether the connector listens or polls by itself between `start` and `stop`. */
  readonly listens: boolean;
}

/** Bytes as a provider sent them, before anything was understood. Kept whole, so that they can be replayed. */
export interface RawInbound {
  readonly body: Uint8Array;
  /**
   * The same for a redelivery of the same thing, unique otherwise within channel and tenant: UID validity + UID, a
   * provider's delivery id. Null where the transport has none: then the digest of the bytes is used, so that the same
   * bytes by another way are the same message.
   */
  readonly dedupeKey: string | null;
  readonly receivedAt: Instant;
  /** Envelope, request headers and the like: what `verify` and `parse` need beside the body. */
  readonly metadata: Readonly<Record<string, string | readonly string[] | null>>;
}

/** Somebody as a channel knows them. `value` is normalised by the connector: lower-case mail address, E.164 number. */
export interface Address {
  readonly kind: string;
  readonly value: string;
  readonly name: string | null;
}

export interface AttachmentReference {
  /** What `attachments.open` needs to find it again; serialisable. */
  readonly reference: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  /** Set where the HTML shows it in place (`cid:`). */
  readonly contentId: string | null;
}

/** What a message says about the conversation it belongs to. Core decides; strongest first. */
export type ThreadHint =
  /**
   * A reference to a case that this desk signed and the connector has verified. `externalId`: the message it was signed
   * for, whose case may be another by now; absent where it was signed for the case alone, as a reply address is.
   */
  | { readonly by: "signed"; readonly caseId: string; readonly externalId?: string }
  /** The provider's id of a message that this one answers or cites. Newest first. */
  | { readonly by: "reference"; readonly externalId: string };

/**
 * Why a message is held to come from a machine. Its words are kept; it gets no automatic answer. What came by `list`,
 * `bulk` or is otherwise `auto-submitted` is the customer writing all the same; the other reasons reopen nothing.
 */
export interface AutomaticOrigin {
  readonly reason: "auto-submitted" | "bulk" | "list" | "out-of-office" | "null-sender" | "daemon" | "own";
  /** The header or rule that told, for a person. */
  readonly evidence: string;
}

export interface InboundMessage {
  readonly kind: "message";
  /** The provider's id (Message-ID). A hint, never the key of deduplication. */
  readonly externalId: string | null;
  readonly from: Address;
  /**
   * What the provider vouches for about `from`: with `none` (the default) anybody could have written it, and nobody
   * gets at what a known customer may see. Mail is `none` unless it was authenticated.
   */
  readonly proof?: "provider" | "none";
  /** Where the sender asks for answers, if not at `from`. */
  readonly replyTo?: Address | null;
  /**
   * Set where something else sent this for `from`, whom it only names: a list that rewrites senders, or a form that the
   * host told of. What comes by a form joins no case but by a signed reference.
   */
  readonly via?: { readonly by: "list" | "form"; readonly address: Address } | null;
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly subject: string | null;
  /** Whole text, as sent. */
  readonly text: string;
  /** Sanitised HTML, or null. */
  readonly html: string | null;
  /** The new part alone, without quotes and signature; the whole text where nothing would be left. */
  readonly newText: string;
  /** Whether nothing but quotes and signature was found, so that `newText` is the whole text. Default: false. */
  readonly nothingNew?: boolean;
  readonly attachments: readonly AttachmentReference[];
  /** When the sender says it was written; null where it does not or cannot be believed. */
  readonly sentAt: Instant | null;
  /** When it reached the customer's provider or the mailbox, where that is known; default: when the desk got it. */
  readonly arrivedAt?: Instant | null;
  readonly threadHints: readonly ThreadHint[];
  readonly automatic: AutomaticOrigin | null;
  /** Set where an agent forwarded a customer's message: the original sender, for whom the case is opened. */
  readonly forwardedFrom?: Address | null;
  /** BCP 47 tag, where the message tells. */
  readonly language?: string | null;
  /** From before the channel was connected: kept with its own time, without clocks and automatic answers. */
  readonly history?: true;
}

/** Why a message did not get through, in the words that all channels share. */
export type DeliveryReason =
  | "unreachable"
  | "rate-limited"
  | "credentials"
  | "recipient-unknown"
  | "blocked"
  | "opted-out"
  | "window-closed"
  | "content"
  | "too-large"
  | "not-permitted"
  | "expired"
  | "other";

/** News about a message that this desk sent. */
export interface InboundReceipt {
  readonly kind: "receipt";
  /** The provider's id of the message that this is about. */
  readonly externalId: string;
  /** The desk's id of that message, where the connector has proof of it; it then counts instead of `externalId`. */
  readonly messageId?: string | null;
  /**
   * `delayed`: somebody on the way keeps trying. `relayed`: it was handed to where no more news comes from. Neither is a
   * failure nor an arrival: the message counts as sent.
   */
  readonly state: "delayed" | "relayed" | "delivered" | "read" | "failed" | "bounced";
  /**
   * Whether only somebody to whom the desk sent the message could have caused this: it came by a signed return path, a
   * signed webhook, or a relay that the host trusts. Only proven news blocks an address. Default: false.
   */
  readonly proven?: boolean;
  readonly recipient: Address | null;
  /**
   * Where a signed return path proves for whom the news is: the beginning of the SHA-256 (hex) of the recipient's
   * `value`, as it was given to `deliver`. It then counts instead of `recipient`.
   */
  readonly recipientDigest?: string | null;
  /** For a bounce: `hard` blocks the address from further mail, `soft` does not. */
  readonly permanence: "hard" | "soft" | null;
  /** Why it failed or is late. Default: not told. */
  readonly reason?: DeliveryReason | null;
  /** The same in the finer words of the channel, such as `mailbox-full` of mail. Default: not told. */
  readonly cause?: string | null;
  /** The reason as the provider gave it: enhanced status code and diagnostic. */
  readonly detail: string | null;
}

export type InboundEvent = InboundMessage | InboundReceipt;

export interface OutboundMessage {
  readonly tenantId: string;
  readonly messageId: string;
  readonly caseId: string;
  readonly trackingCode: string;
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  /**
   * Who gets a copy that nobody else is told of. Their copies must not show the way into the case either: what they
   * answer is not part of the conversation.
   */
  readonly bcc: readonly Address[];
  /** Whom the customer sees as the sender; null for the desk itself. */
  readonly authorName: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly attachments: readonly OutboundAttachment[];
  /** True for acknowledgements and other messages that no person wrote. */
  readonly automatic: boolean;
  /** Provider's ids of the conversation so far, oldest first; the last one is answered. */
  readonly references: readonly string[];
}

export interface DeliverOptions {
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
  /** Recipients, by `value`, that an earlier attempt handed the message over for. They don't get it again. Default: none. */
  readonly served?: readonly string[];
  /**
   * Remembers that one recipient was served while others still have to be; durable when it resolves. For connectors
   * that hand a message over recipient by recipient.
   */
  onServed?(recipient: string): Promise<void>;
}

export interface OutboundAttachment {
  readonly name: string;
  readonly mediaType: string;
  readonly contentId: string | null;
  open(): Promise<Uint8Array>;
}

/** A provider's word that it took a message over. */
export interface Receipt {
  readonly externalId: string;
  /** Recipients the provider refused, with its reason; empty when all were taken. */
  readonly refused: readonly { readonly recipient: string; readonly reason: string }[];
  /** The provider's answer, for a person. */
  readonly detail: string | null;
}

/** What became of raw bytes. `kept`: stored, but not understood or about nothing known; listed and replayable. */
export interface ReceiveResult {
  readonly outcome: "accepted" | "duplicate" | "kept";
  readonly inboundId: string;
  /** Cases that got a message, in order. */
  readonly caseIds: readonly string[];
}

/** What core gives to a connector that listens or polls. */
export interface ChannelHost {
  /** The desk's only tenant; null where there are several. Absent: a desk that names no tenants, with `default` alone. */
  readonly soleTenantId?: string | null;
  /**
   * Takes bytes over. Resolves after the commit: only then may the connector tell its provider so. Rejects when
   * nothing was kept: the provider is to deliver again.
   */
  receive(tenantId: string, raw: RawInbound): Promise<ReceiveResult>;
  /** A place for the connector to remember how far it has read; durable when `save` resolves. */
  readonly cursors: {
    load(tenantId: string, name: string): Promise<string | null>;
    save(tenantId: string, name: string, value: string): Promise<void>;
  };
  readonly now: () => Instant;
  /** Tells the desk's log of a passing failure, such as a lost connection. */
  report(error: unknown, what: string): void;
}

/**
 * A way to talk with customers. A connector translates; core owns persistence, deduplication, threading and retries.
 */
export interface Channel {
  readonly specVersion: 1;
  /** What is wrong with the options it was made from; `createSupport` refuses to start and lists all of it. */
  readonly problems?: readonly string[];
  /** Unique in the desk, such as `email` or `billing-email`. */
  readonly id: string;
  readonly kind: ChannelKind;
  readonly capabilities: ChannelCapabilities;

  /** Answers a provider's subscription handshake; null when the request is not one. */
  handshake?(request: Request): Promise<Response | null>;
  /**
   * Throws UNVERIFIED unless the bytes surely come from the provider. Asked of what the host passes to
   * `support.receive`; what the connector itself passes to its `ChannelHost` is proven by its transport.
   */
  verify?(raw: RawInbound): Promise<void>;
  /**
   * Whether an address leads to the desk itself: such an address is nobody who takes part in a case, and gets no copies.
   * Absent where a channel has no such addresses.
   */
  isOwn?(address: Address): boolean;
  /**
   * Understands the bytes; pure. Throws UNPARSEABLE where it can't: the bytes are then kept and listed. Throws
   * PARSER_STOPPED where the bytes killed or outlasted the thread that read them: core counts that beside the kept
   * bytes, in storage, and after the second time doesn't read them again by itself.
   */
  parse(raw: RawInbound, context: { readonly tenantId: string }): Promise<readonly InboundEvent[]>;

  /** Begins to listen or poll. */
  start?(host: ChannelHost): Promise<void>;
  /** Stops; what was taken over but not answered yet is finished first. */
  stop?(): Promise<void>;

  /**
   * Sends. The same `idempotencyKey` means the same message: a provider that can is told so, and ids derived from it
   * stay the same. Throws DELIVERY_UNAVAILABLE (will be tried again) or DELIVERY_REFUSED (final).
   */
  deliver?(message: OutboundMessage, options: DeliverOptions): Promise<Receipt>;

  readonly attachments?: {
    /** The bytes of an attachment, from the raw bytes it came with. */
    open(raw: RawInbound, reference: string): Promise<Uint8Array>;
  };
}
