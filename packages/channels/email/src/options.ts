import type { ImapOptions } from "./imap/imapOptions.ts";
import type { ParseLimits } from "./mime/parseLimits.ts";
import type { MailTransport, SmtpOptions } from "./outbound/smtpOptions.ts";
import type { ParsingOptions } from "./parsing/parsingBounds.ts";
import type { ListenOptions } from "./smtp/listenOptions.ts";

/**
 * A bounce blocks an address only if it is proven: it came to the signed return path that each copy is sent from, or
 * through a relay that is trusted. All others are shown on the message and block nobody.
 */
export interface BounceOptions {
  /**
   * Bounces go to plus forms of this address, such as `bounces+…@shop.example`; they must reach the desk by `listen`,
   * `imap` or a webhook. Default: `address`. Its local part has room for 20 characters.
   */
  readonly address?: string;
  /**
   * IP addresses and ranges (`10.0.0.5`, `10.0.0.0/24`, `2001:db8::/32`) of SMTP clients whose bounces are believed, such
   * as the host's own relay. Compared with the address that the connection to `listen` came from, and with
   * `metadata.remoteAddress` of a webhook; never with anything a message says of itself, so mail from `imap` matches none.
   * Default: none.
   */
  readonly trust?: readonly string[];
}

/** How the desk knows that mail really comes from the host's webhook. */
export interface WebhookOptions {
  /** What the provider must send, 32 characters or more: `openssl rand -base64 32`. Several while one is being replaced. */
  readonly secret: string | readonly string[];
}

/** What `emailChannel` is made from. */
export interface EmailChannelOptions {
  /** Unique in the desk. Default `email`. */
  readonly id?: string;
  /** The desk's address, such as `support@shop.example`: sender of replies, recipient of mail. */
  readonly address: string;
  /**
   * Further addresses that mail may be sent from, such as those of brands: the mail server must let the desk send from
   * them, and mail to them and to their plus forms (`help+…@`) must come in here as that to `address` does. Default: none.
   */
  readonly aliases?: readonly string[];
  /** Name beside the address where a message has no author. Default: none. */
  readonly displayName?: string;
  /**
   * Key of the signatures in reply addresses and Message-IDs, 32 characters or more, kept secret. Who knows it can write
   * into any case.
   */
  readonly secret: string;
  /** Keys that were `secret` before; letters signed with them still find their case. Default: none. */
  readonly previousSecrets?: readonly string[];
  /** The server that mail is handed to, or a transport of nodemailer. Default: none, nothing can be sent. */
  readonly smtp?: SmtpOptions | MailTransport;
  /** Takes mail in by SMTP. Default: does not listen. */
  readonly listen?: ListenOptions;
  /** Fetches mail from mailboxes by IMAP. Default: none. */
  readonly imap?: ImapOptions | readonly ImapOptions[];
  /** Whether an address is an agent's: mail that agents forward counts as the original sender's. Default: nobody's. */
  readonly isAgent?: (address: string) => boolean;
  /** What proves a bounce. */
  readonly bounces?: BounceOptions;
  /** Mail that a provider's webhook brings. Default: `support.receive` refuses it. */
  readonly webhook?: WebhookOptions;
  /**
   * More addresses of this desk, and whole domains as `@shop.example`: mail from them is its own, and lists among them may
   * say who wrote what they pass on. Default: none.
   */
  readonly ownAddresses?: readonly string[];
  /**
   * Senders that are web forms, such as `wordpress@shop.example`, and whole domains as `@forms.shop.example`: their
   * Reply-To is the customer, unverified. Default: none.
   */
  readonly forms?: readonly string[];
  /** Bounds for reading a message; each has its default. */
  readonly limits?: Partial<ParseLimits>;
  /** Bounds of the threads that read messages; each has its default. */
  readonly parsing?: ParsingOptions;
  /** Largest message that is sent, in bytes before encoding. Default 18 MiB, which is 25 MB on the wire. */
  readonly maxOutgoingBytes?: number;
}
