/** A server that takes mail for delivery. */
export interface SmtpOptions {
  readonly host: string;
  /** Default 465 with `secure`, else 587. */
  readonly port?: number;
  /** TLS from the first byte. Default false: STARTTLS where the server offers it. */
  readonly secure?: boolean;
  /** Refuse a server that offers no STARTTLS. Default true, unless `secure` or the host is this machine. */
  readonly requireTls?: boolean;
  readonly auth?: { readonly user: string; readonly password: string };
  /** Connections that are kept open and shared; 0 opens one for each message. Default 0. */
  readonly maxConnections?: number;
  /** How long connecting may take, in milliseconds. Default 30,000. */
  readonly connectionTimeoutMs?: number;
  /** How long the server may be silent, in milliseconds. Default 60,000. */
  readonly socketTimeoutMs?: number;
  /** How long handing a message over to one recipient may take in all, in milliseconds. Default 300,000. */
  readonly deliveryTimeoutMs?: number;
  /** Name this machine greets with. Default: its host name. */
  readonly name?: string;
  /** Passed to `tls.connect`, such as `ca` or `rejectUnauthorized`. */
  readonly tls?: Readonly<Record<string, unknown>>;
}

/** What this package needs of a nodemailer transport. */
export interface MailTransport {
  /** Takes the mail options of nodemailer. */
  sendMail(mail: object): Promise<unknown>;
  close?(): void;
}
