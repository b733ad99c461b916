/** A server for outgoing mail. */
export interface SmtpOptions {
  readonly host: string;
  /** Default 465 with `secure`, else 587. */
  readonly port?: number;
  /** TLS from the first byte. Default false: STARTTLS if the server offers it. */
  readonly secure?: boolean;
  /** Reject a server that does not offer STARTTLS. Default true, unless `secure` or the host is this machine. */
  readonly requireTls?: boolean;
  readonly auth?: { readonly user: string; readonly password: string };
  /** Connections to keep open and share; 0 opens one for each message. Default 0. */
  readonly maxConnections?: number;
  /** How long connecting may take, in milliseconds. Default 30,000. */
  readonly connectionTimeoutMs?: number;
  /** How long the server may be silent, in milliseconds. Default 60,000. */
  readonly socketTimeoutMs?: number;
  /** Total time for handing a message over to one recipient, in milliseconds. Default 300,000. */
  readonly deliveryTimeoutMs?: number;
  /** Host name in the greeting. Default: this machine's host name. */
  readonly name?: string;
  /** Passed to `tls.connect`, such as `ca` or `rejectUnauthorized`. */
  readonly tls?: Readonly<Record<string, unknown>>;
}

/** What this package needs from a nodemailer transport. */
export interface MailTransport {
  /** Takes nodemailer's mail options. */
  sendMail(mail: object): Promise<unknown>;
  close?(): void;
}
