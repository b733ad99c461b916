import type { Instant } from "./time.ts";

/** The channel families that targets and reports distinguish. */
export type ChannelKind = "email" | "chat" | "social" | "phone" | "web" | "api";

/** What a connector can do. Data, checked at start and printed in the docs. */
export interface ChannelCapabilities {
  /** Receives messages. */
  readonly receive: boolean;
  /** Sends messages. */
  readonly deliver: boolean;
  readonly html: boolean;
  readonly attachments: boolean;
  readonly subject: boolean;
  /** Whether messages of people end with a signature, as letters do and chats don't. Default: false. */
  readonly signatures?: boolean;
  /** Whether the connector itself listens or polls between `start` and `stop`. */
  readonly listens: boolean;
}

/** Bytes as a provider sent them, before parsing. Stored whole, so that they can be replayed. */
export interface RawInbound {
  readonly body: Uint8Array;
  /**
   * The same for each redelivery of a message, and otherwise unique within channel and tenant: UID validity + UID, a
   * provider's delivery id. Null if the transport has none: then the digest of the bytes is used, so that the same
   * bytes received another way are the same message.
   */
  readonly dedupeKey: string | null;
  readonly receivedAt: Instant;
  /** Envelope, request headers and the like: what `verify` and `parse` need besides the body. */
  readonly metadata: Readonly<Record<string, string | readonly string[] | null>>;
}

/**
 * A person as a channel identifies them. `value` is normalised by the connector: lower-case mail address, E.164 number.
 */
export interface Address {
  readonly kind: string;
  readonly value: string;
  readonly name: string | null;
}

export interface AttachmentReference {
  /** What `attachments.open` needs to find it; serialisable. */
  readonly reference: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  /** Set if the HTML displays it inline (`cid:`). */
  readonly contentId: string | null;
}

/** What a message says about the conversation it belongs to. Core decides; strongest first. */
export type ThreadHint =
  /**
   * A reference to a case that this desk signed and the connector has verified. `externalId`: the message it was signed
   * for, whose case may have changed; absent if it was signed for the case alone, like a reply address.
   */
  | { readonly by: "signed"; readonly caseId: string; readonly externalId?: string }
  /** The provider's id of a message that this one answers or cites. Newest first. */
  | { readonly by: "reference"; readonly externalId: string };

/**
 * Why a message is considered automatic. It is stored, but gets no automatic reply. Mail from a `list`, in `bulk` or
 * otherwise `auto-submitted` still counts as written by the customer; the other reasons reopen nothing.
 */
export interface AutomaticOrigin {
  readonly reason: "auto-submitted" | "bulk" | "list" | "out-of-office" | "null-sender" | "daemon" | "own";
  /** The header or rule that matched, for a person. */
  readonly evidence: string;
}

export interface InboundMessage {
  readonly kind: "message";
  /** The provider's id (Message-ID). A hint, never the deduplication key. */
  readonly externalId: string | null;
  readonly from: Address;
  /**
   * What the provider guarantees about `from`: with `none` (the default) anybody could have written it, and nobody gets
   * access to what a known customer can see. Mail is `none` unless it was authenticated.
   */
  readonly proof?: "provider" | "none";
  /** Where the sender wants replies, if not at `from`. */
  readonly replyTo?: Address | null;
  /**
   * Set if something else sent this on behalf of `from`: a list that rewrites senders, or a form that the host
   * declared. A form's message joins a case only by a signed reference.
   */
  readonly via?: { readonly by: "list" | "form"; readonly address: Address } | null;
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  /**
   * Where it arrived, as the transport tells: an alias, or an address that is in neither `to` nor `cc`. Says of which
   * brand a new case is, where `to` and `cc` name none or several. Default: not told.
   */
  readonly deliveredTo?: readonly Address[];
  readonly subject: string | null;
  /** Whole text, as sent. */
  readonly text: string;
  /** Sanitised HTML, or null. */
  readonly html: string | null;
  /** Only the new part, without quotes and signature; the whole text if nothing would be left. */
  readonly newText: string;
  /** Whether only quotes and a signature were found, so that `newText` is the whole text. Default: false. */
  readonly nothingNew?: boolean;
  readonly attachments: readonly AttachmentReference[];
  /** When it was written according to the sender; null without a plausible date. */
  readonly sentAt: Instant | null;
  /** When it reached the customer's provider or the mailbox, if known; default: when the desk received it. */
  readonly arrivedAt?: Instant | null;
  readonly threadHints: readonly ThreadHint[];
  readonly automatic: AutomaticOrigin | null;
  /** Set if an agent forwarded a customer's message: the original sender, for whom the case is opened. */
  readonly forwardedFrom?: Address | null;
  /** BCP 47 tag, if the message has one. */
  readonly language?: string | null;
  /** From before the channel was connected: stored with its own time, without clocks and automatic replies. */
  readonly history?: true;
}

/** Why a message was not delivered, in terms shared by all channels. */
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

/** A delivery report about a message that this desk sent. */
export interface InboundReceipt {
  readonly kind: "receipt";
  /** The provider's id of the message that this is about. */
  readonly externalId: string;
  /** The desk's verified id of that message; takes precedence over `externalId`. */
  readonly messageId?: string | null;
  /**
   * `delayed`: an intermediate server keeps trying. `relayed`: it was passed to a system that sends no more reports.
   * Neither is a failure nor a delivery: the message counts as sent.
   */
  readonly state: "delayed" | "relayed" | "delivered" | "read" | "failed" | "bounced";
  /**
   * Whether only a recipient of the message could have caused this: it came by a signed return path, a signed webhook,
   * or a relay that the host trusts. Only verified reports block an address. Default: false.
   */
  readonly proven?: boolean;
  readonly recipient: Address | null;
  /**
   * If a signed return path proves the recipient: the start of the SHA-256 (hex) of the recipient's `value`, as passed
   * to `deliver`. Takes precedence over `recipient`.
   */
  readonly recipientDigest?: string | null;
  /** For a bounce: `hard` blocks the address from further mail, `soft` does not. */
  readonly permanence: "hard" | "soft" | null;
  /** Why it failed or is late. Default: unknown. */
  readonly reason?: DeliveryReason | null;
  /** The same in the channel's own, finer terms, such as `mailbox-full` for mail. Default: unknown. */
  readonly cause?: string | null;
  /** The provider's reason: enhanced status code and diagnostic. */
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
  /** The person shown to the customer as the sender; null for the desk itself. */
  readonly authorName: string | null;
  /** The brand in whose name it is sent; null for a case of none. */
  readonly brandName: string | null;
  /** Which of its addresses it is sent from: one that `sendsFrom` permits. Null: the channel's own. */
  readonly from: Address | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  /**
   * What the text is to end with, set off as the channel does it; `text` and `html` are without it. Null where there is
   * none, and on a channel whose capabilities have no `signatures`.
   */
  readonly signature: { readonly text: string; readonly html: string } | null;
  readonly attachments: readonly OutboundAttachment[];
  /** True for acknowledgements and other messages not written by a person. */
  readonly automatic: boolean;
  /** Provider ids of the conversation so far, oldest first; the last one is answered. */
  readonly references: readonly string[];
}

export interface DeliverOptions {
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
  /** Recipients, by `value`, for whom an earlier attempt succeeded. They are skipped. Default: none. */
  readonly served?: readonly string[];
  /**
   * Records that one recipient was served while others are outstanding; durable when it resolves. For connectors that
   * hand a message over recipient by recipient.
   */
  onServed?(recipient: string): Promise<void>;
}

export interface OutboundAttachment {
  readonly name: string;
  readonly mediaType: string;
  readonly contentId: string | null;
  open(): Promise<Uint8Array>;
}

/** A provider's receipt for an accepted message. */
export interface Receipt {
  readonly externalId: string;
  /** Recipients that the provider rejected, with its reason; empty if all were accepted. */
  readonly refused: readonly { readonly recipient: string; readonly reason: string }[];
  /** The provider's response, for a person. */
  readonly detail: string | null;
}

/** The outcome of raw bytes. `kept`: stored, but not parsed or about an unknown message; listed and replayable. */
export interface ReceiveResult {
  readonly outcome: "accepted" | "duplicate" | "kept";
  readonly inboundId: string;
  /** Cases that received a message, in order. */
  readonly caseIds: readonly string[];
}

/** What core passes to a connector that listens or polls. */
export interface ChannelHost {
  /**
   * The desk's only tenant; null if there are several. Absent: a desk without named tenants, which only has `default`.
   */
  readonly soleTenantId?: string | null;
  /**
   * Accepts bytes. Resolves after the commit: only then may the connector acknowledge them to its provider. Rejects if
   * nothing was stored: the provider has to deliver again.
   */
  receive(tenantId: string, raw: RawInbound): Promise<ReceiveResult>;
  /** Where the connector stores how far it has read; durable when `save` resolves. */
  readonly cursors: {
    load(tenantId: string, name: string): Promise<string | null>;
    save(tenantId: string, name: string, value: string): Promise<void>;
  };
  readonly now: () => Instant;
  /** Reports a temporary failure, such as a lost connection. */
  report(error: unknown, what: string): void;
}

/**
 * A way to talk with customers. A connector translates; core owns persistence, deduplication, threading and retries.
 */
export interface Channel {
  readonly specVersion: 1;
  /** Problems with its options; `createSupport` lists them and refuses to start. */
  readonly problems?: readonly string[];
  /** Unique in the desk, such as `email` or `billing-email`. */
  readonly id: string;
  readonly kind: ChannelKind;
  readonly capabilities: ChannelCapabilities;

  /** Answers a provider's subscription handshake; null when the request is not one. */
  handshake?(request: Request): Promise<Response | null>;
  /**
   * Throws UNVERIFIED unless the bytes certainly come from the provider. Called for what the host passes to
   * `support.receive`; what the connector itself passes to its `ChannelHost` is authenticated by its transport.
   */
  verify?(raw: RawInbound): Promise<void>;
  /**
   * Whether an address belongs to the desk itself: it is never a participant, and gets no copies. Absent if a channel
   * has no such addresses.
   */
  isOwn?(address: Address): boolean;
  /**
   * Whether messages may be sent from an address, such as that of a brand. Absent: only from the channel's own.
   */
  sendsFrom?(address: Address): boolean;
  /**
   * Parses the bytes; pure. Throws UNPARSEABLE if it can't: the bytes are then kept and listed. Throws PARSER_STOPPED
   * if the bytes crashed the parsing thread or timed out: core counts that with the kept bytes, in storage, and after
   * the second time no longer parses them automatically.
   */
  parse(raw: RawInbound, context: { readonly tenantId: string }): Promise<readonly InboundEvent[]>;

  /** Starts listening or polling. */
  start?(host: ChannelHost): Promise<void>;
  /** Stops; what was accepted but not acknowledged is finished first. */
  stop?(): Promise<void>;

  /**
   * Sends. The same `idempotencyKey` means the same message: it is passed to providers that support it, and ids derived
   * from it stay the same. Throws DELIVERY_UNAVAILABLE (retried) or DELIVERY_REFUSED (final).
   */
  deliver?(message: OutboundMessage, options: DeliverOptions): Promise<Receipt>;

  readonly attachments?: {
    /** The content of an attachment, from its raw message. */
    open(raw: RawInbound, reference: string): Promise<Uint8Array>;
  };
}
