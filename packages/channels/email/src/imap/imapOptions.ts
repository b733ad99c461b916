/** A mailbox that mail is fetched from. It is opened read-only: nothing in it is changed or marked. */
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
   * A stable name under which the reading position is kept, such as `support-inbox`. With one, a new host or login goes
   * on where the old one stopped. Default: login, host and mailbox. After any such change the mailbox is compared with
   * what the desk already has, so nothing is taken in twice either way.
   */
  readonly name?: string;
  /** Whose mail it is. Default: the desk's only tenant; required where there are several. */
  readonly tenantId?: string;
  /** Where a mailbox that was never read begins: `now` takes only mail to come. Default `all`. */
  readonly from?: "all" | "now";
  /** How often to look for mail even if the server announces nothing, in milliseconds. Default 60,000. */
  readonly pollIntervalMs?: number;
  /**
   * How long the server may take for one command, however lively it seems, in milliseconds; fetching a message also
   * gets one second per 8 KiB. After that the connection is dropped. Default 60,000.
   */
  readonly commandTimeoutMs?: number;
  /**
   * Largest message that is fetched whole, in bytes. A larger one is cut there, marked with `cutAfterBytes` in its
   * metadata, and reported. Default 40 MiB.
   */
  readonly maxMessageBytes?: number;
  /** Passed to `tls.connect`. */
  readonly tls?: Readonly<Record<string, unknown>>;
}
