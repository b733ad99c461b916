/** A mailbox to fetch mail from. It is opened read-only: nothing in it is changed or marked. */
export interface ImapOptions {
  readonly host: string;
  /** Default 993 with `secure`, else 143. */
  readonly port?: number;
  /** TLS from the first byte. Default true. */
  readonly secure?: boolean;
  readonly auth: { readonly user: string; readonly password?: string; readonly accessToken?: string };
  /** Default `INBOX`. */
  readonly mailbox?: string;
  /**
   * A stable name for the saved reading position, such as `support-inbox`. With a name, a new host or login continues
   * where the old one stopped. Default: login, host and mailbox. After any such change the mailbox is compared with the
   * desk's messages, so nothing is received twice either way.
   */
  readonly name?: string;
  /** The tenant of the mail. Default: the desk's only tenant; required if there are several. */
  readonly tenantId?: string;
  /** Where to start in a mailbox that was never read: `now` only takes future mail. Default `all`. */
  readonly from?: "all" | "now";
  /** How often to check for mail without an announcement by the server, in milliseconds. Default 60,000. */
  readonly pollIntervalMs?: number;
  /**
   * How long the server may take for one command, even while it is sending, in milliseconds; fetching a message gets an
   * additional second per 8 KiB. After that the connection is dropped. Default 60,000.
   */
  readonly commandTimeoutMs?: number;
  /**
   * Maximum size of a message that is fetched whole, in bytes. A larger one is cut at that size, marked with
   * `cutAfterBytes` in its metadata, and reported. Default 40 MiB.
   */
  readonly maxMessageBytes?: number;
  /** Passed to `tls.connect`. */
  readonly tls?: Readonly<Record<string, unknown>>;
}
