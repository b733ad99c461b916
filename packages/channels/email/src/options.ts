import type { ImapOptions } from "./imap/imapOptions.ts";
import type { ParseLimits } from "./mime/parseLimits.ts";
import type { MailTransport, SmtpOptions } from "./outbound/smtpOptions.ts";
import type { ParsingOptions } from "./parsing/parsingBounds.ts";
import type { ListenOptions } from "./smtp/listenOptions.ts";

/**
 * A bounce only blocks an address if it is verified: it came to the signed return path that each copy is sent from, or
 * through a trusted relay. All others are shown on the message and block nobody.
 */
export interface BounceOptions {
  /**
   * Bounces go to plus forms of this address, such as `bounces+…@shop.example`, which must reach the desk by `listen`,
   * `imap` or a webhook. Default: `address`. Its local part can have up to 20 characters.
   */
  readonly address?: string;
  /**
   * IP addresses and ranges (`10.0.0.5`, `10.0.0.0/24`, `2001:db8::/32`) of SMTP clients whose bounces are trusted,
   * such as the host's own relay. Compared with the peer address of connections to `listen`, and with
   * `metadata.remoteAddress` of a webhook; never with anything in a message itself, so mail from `imap` matches none.
   * Default: none.
   */
  readonly trust?: readonly string[];
}

/** How the desk recognises the host's webhook. */
export interface WebhookOptions {
  /** What the provider must send, at least 32 characters: `openssl rand -base64 32`. Several during a rotation. */
  readonly secret: string | readonly string[];
}

/** Options of `emailChannel`. */
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
  /** Display name for messages without an author. Default: none. */
  readonly displayName?: string;
  /**
   * Secret key for signatures in reply addresses and Message-IDs, at least 32 characters. Whoever knows it can write
   * into any case.
   */
  readonly secret: string;
  /** Previous values of `secret`; mail signed with them still finds its case. Default: none. */
  readonly previousSecrets?: readonly string[];
  /** The server for outgoing mail, or a nodemailer transport. Default: none, so nothing can be sent. */
  readonly smtp?: SmtpOptions | MailTransport;
  /** Receives mail by SMTP. Default: does not listen. */
  readonly listen?: ListenOptions;
  /** Fetches mail from mailboxes by IMAP. Default: none. */
  readonly imap?: ImapOptions | readonly ImapOptions[];
  /** Whether an address is an agent's: mail forwarded by agents counts as the original sender's. Default: nobody's. */
  readonly isAgent?: (address: string) => boolean;
  /** What verifies a bounce. */
  readonly bounces?: BounceOptions;
  /** Mail from a provider's webhook. Default: `support.receive` rejects it. */
  readonly webhook?: WebhookOptions;
  /**
   * More addresses of this desk, and whole domains as `@shop.example`: mail from them is its own, and lists among them
   * can name the author of what they pass on. Default: none.
   */
  readonly ownAddresses?: readonly string[];
  /**
   * Senders that are web forms, such as `wordpress@shop.example`, and whole domains as `@forms.shop.example`: their
   * Reply-To is the customer, unverified. Default: none.
   */
  readonly forms?: readonly string[];
  /** Limits for parsing a message; each has a default. */
  readonly limits?: Partial<ParseLimits>;
  /** Limits of the parsing threads; each has a default. */
  readonly parsing?: ParsingOptions;
  /** Maximum size of an outgoing message, in bytes before encoding. Default 18 MiB, which is 25 MB on the wire. */
  readonly maxOutgoingBytes?: number;
}
