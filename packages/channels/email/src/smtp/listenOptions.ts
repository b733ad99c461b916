/** The tenant of an address; null if nobody has it. */
export type Recipients = (address: string) => string | null | Promise<string | null>;

/** Receives mail by SMTP. Put it behind a mail server that checks senders, or on the internet with `tls`. */
export interface ListenOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** Default 25 MiB; a larger message is rejected with 552. */
  readonly maxMessageBytes?: number;
  /** Total bytes of all messages in transfer; more are deferred with 452. Default: four of the largest size. */
  readonly maxBufferedBytes?: number;
  /**
   * Maximum connections. If they are used up, a new one replaces the one without progress for longest, or is deferred
   * with 421. Default 100.
   */
  readonly maxConnections?: number;
  /** The same for one client address (for IPv6: one /64). Raise it for a busy relay. Default 20. */
  readonly maxConnectionsPerAddress?: number;
  /** Maximum recipients of a message. Default 100. */
  readonly maxRecipients?: number;
  /** How long a client may be silent, in milliseconds. Default 60,000. */
  readonly idleTimeoutMs?: number;
  /**
   * How long a client may take from one step to the next (connecting, TLS, a sender, a recipient, the content),
   * whatever it sends in between; after that time, content must also arrive at 512 bytes a second. In milliseconds.
   * Default 60,000.
   */
  readonly commandTimeoutMs?: number;
  /** How long the content of one message may take, in milliseconds. Default 600,000. */
  readonly messageTimeoutMs?: number;
  /** How long a connection may stay open before the client has to reconnect, in milliseconds. Default 900,000. */
  readonly sessionTimeoutMs?: number;
  /** How long `stop` waits for messages in transfer, in milliseconds. Default 30,000. */
  readonly stopTimeoutMs?: number;
  /** Certificate and key, PEM; with them STARTTLS is offered. Default: none. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /**
   * The tenant of an address; called with the normalised address. It must know the plus forms of the desk's addresses,
   * which include signed reply and bounce addresses. Default: the channel's addresses and their plus forms, for the
   * desk's only tenant; required if there are several.
   */
  readonly recipients?: Recipients;
  /** Called with the port once it is listening; useful with port 0. */
  readonly onListening?: (address: { readonly host: string; readonly port: number }) => void;
}
