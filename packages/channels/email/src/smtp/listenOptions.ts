/** The tenant that mail to an address is for; null where nobody has it. */
export type Recipients = (address: string) => string | null | Promise<string | null>;

/** Mail in by SMTP. Put it behind a mail server that checks senders, or on the internet with `tls`. */
export interface ListenOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Default 25 MiB; a larger message is refused with 552. */
  readonly maxMessageBytes?: number;
  /** Bytes of all messages being received together; more are put off with 452. Default four of the largest. */
  readonly maxBufferedBytes?: number;
  /** Connections at a time; more are put off with 421. Default 50. */
  readonly maxConnections?: number;
  /** Recipients of a message. Default 100. */
  readonly maxRecipients?: number;
  /** How long a client may be silent, in milliseconds. Default 60,000. */
  readonly idleTimeoutMs?: number;
  /** How long `stop` waits for messages under way, in milliseconds. Default 30,000. */
  readonly stopTimeoutMs?: number;
  /** Certificate and key, PEM; with them STARTTLS is offered. Default: none. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /**
   * Whose mail an address takes; called with the normalised address. Default: the channel's address and its plus forms,
   * for tenant `default`.
   */
  readonly recipients?: Recipients;
  /** Called with the port once it listens; of use with port 0. */
  readonly onListening?: (address: { readonly host: string; readonly port: number }) => void;
}
