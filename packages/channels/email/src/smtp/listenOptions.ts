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
  /**
   * Connections at a time. Where they are used up, a new one takes the place of the one that has made no progress for
   * longest, or is put off with 421. Default 100.
   */
  readonly maxConnections?: number;
  /** The same for one client address (for IPv6: one /64). Raise it for a busy relay. Default 20. */
  readonly maxConnectionsPerAddress?: number;
  /** Recipients of a message. Default 100. */
  readonly maxRecipients?: number;
  /** How long a client may be silent, in milliseconds. Default 60,000. */
  readonly idleTimeoutMs?: number;
  /**
   * How long a client may take from one step to the next (connecting, TLS, a sender, a recipient, the content), whatever it
   * sends in between; after that much time content must also come at 512 bytes a second. In milliseconds. Default 60,000.
   */
  readonly commandTimeoutMs?: number;
  /** How long the content of one message may take, in milliseconds. Default 600,000. */
  readonly messageTimeoutMs?: number;
  /** How long a connection may be open before it has to come again, in milliseconds. Default 900,000. */
  readonly sessionTimeoutMs?: number;
  /** How long `stop` waits for messages under way, in milliseconds. Default 30,000. */
  readonly stopTimeoutMs?: number;
  /** Certificate and key, PEM; with them STARTTLS is offered. Default: none. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /**
   * Whose mail an address takes; called with the normalised address. It must know the plus forms of the desk's addresses:
   * signed reply and bounce addresses are among them. Default: the channel's addresses and their plus forms, for the
   * desk's only tenant; required where there are several.
   */
  readonly recipients?: Recipients;
  /** Called with the port once it listens; of use with port 0. */
  readonly onListening?: (address: { readonly host: string; readonly port: number }) => void;
}
