import type { ImapOptions } from "./imap/imapOptions.ts";
import type { ParseLimits } from "./mime/parseLimits.ts";
import type { MailTransport, SmtpOptions } from "./outbound/smtpOptions.ts";
import type { ParsingOptions } from "./parsing/parsingBounds.ts";
import type { ListenOptions } from "./smtp/listenOptions.ts";

/** What `emailChannel` is made from. */
export interface EmailChannelOptions {
  /** Unique in the desk. Default `email`. */
  readonly id?: string;
  /** The desk's address, such as `support@shop.example`: sender of replies, recipient of mail. */
  readonly address: string;
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
  /** More addresses of this desk, and whole domains as `@shop.example`: mail from them is its own. Default: none. */
  readonly ownAddresses?: readonly string[];
  /** Bounds for reading a message; each has its default. */
  readonly limits?: Partial<ParseLimits>;
  /** Bounds of the threads that read messages; each has its default. */
  readonly parsing?: ParsingOptions;
  /** Largest message that is sent, in bytes before encoding. Default 18 MiB, which is 25 MB on the wire. */
  readonly maxOutgoingBytes?: number;
}
