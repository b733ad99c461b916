/** A mailbox that mail is fetched from. It is read only: nothing in it is changed or marked. */
export interface ImapOptions {
  readonly host: string;
  /** Default 993 with `secure`, else 143. */
  readonly port?: number;
  /** TLS from the first byte. Default true. */
  readonly secure?: boolean;
  readonly auth: { readonly user: string; readonly password?: string; readonly accessToken?: string };
  /** Default `INBOX`. */
  readonly mailbox?: string;
  /** Whose mail it is. Default `default`. */
  readonly tenantId?: string;
  /** Where a mailbox that was never read begins: `now` takes only mail to come. Default `all`. */
  readonly from?: "all" | "now";
  /** How often the mailbox is looked at even where the server told nothing, in milliseconds. Default 60,000. */
  readonly pollIntervalMs?: number;
  /**
   * Largest message that is fetched whole, in bytes. Of a larger one the beginning is taken, up to here; its metadata say so
   * (`cutAfterBytes`), and it is reported. Default 40 MiB.
   */
  readonly maxMessageBytes?: number;
  /** Passed to `tls.connect`. */
  readonly tls?: Readonly<Record<string, unknown>>;
}
