import { isIPv6, type Socket } from "node:net";

/** What a connection may take. Times in milliseconds. */
export interface ConnectionLimits {
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** From one step of the dialogue to the next: connecting, a sender, a recipient, the content. */
  readonly commandTimeoutMs: number;
  /** For the content of one message. */
  readonly messageTimeoutMs: number;
  /** For everything. */
  readonly sessionTimeoutMs: number;
}

/** Who is on the line, as the SMTP server names it. */
export interface Peer {
  readonly remoteAddress: string;
  readonly remotePort: number;
}

type Phase = "dialogue" | "content" | "desk";

interface Connection {
  readonly key: string;
  readonly socket: Socket;
  readonly network: string;
  readonly begun: number;
  phase: Phase;
  isSecure: boolean;
  /** When this phase, or step of the dialogue, began. */
  since: number;
  /** Bytes of the content until the last look, and when they were enough. */
  contentBytes: number;
  /** When it last did something that brings a message nearer. */
  lastProgress: number;
}

/** Content that comes slower than this is not on its way. */
const slowestBytesPerSecond = 512;
/** A connection that did nothing useful for so long makes room for a new one. */
const evictableAfterMs = 1_000;
/** Less than this is no progress, only a sign of life. */
const progressBytes = 16 * 1024;
const checkEveryMs = 100;

/**
 * Ends connections that take a slot without bringing mail. A byte now and then defeats every idle timeout, so time is counted
 * for whole steps, and only steps count as progress: a sender, a recipient, the content, or 16 KiB of it. Where all
 * slots are taken, the connection that has made no progress for longest gives its own to the newcomer, so slow peers
 * can't keep honest mail out however many they are.
 */
export function connectionGuard(limits: ConnectionLimits, now: () => number = () => performance.now()) {
  const connections = new Map<string, Connection>();

  const forget = (connection: Connection) => {
    if (connections.get(connection.key) === connection) connections.delete(connection.key);
  };

  const end = (connection: Connection, why: string) => {
    const { socket } = connection;
    forget(connection);
    // In TLS these bytes would be garbage: the client only sees the line break.
    if (!connection.isSecure) socket.write(`421 4.4.2 ${why}\r\n`);
    socket.destroySoon();
    // A client that reads nothing would never let the farewell out.
    setTimeout(() => socket.destroy(), 1_000).unref();
  };

  const makeRoom = (among: readonly Connection[], most: number): boolean => {
    if (among.length < most) return true;
    const idle = among.filter(
      ({ phase, lastProgress }) => phase !== "desk" && now() - lastProgress >= evictableAfterMs,
    );
    const [stalest] = idle.sort((one, other) => one.lastProgress - other.lastProgress);
    if (stalest === undefined) return false;
    end(stalest, "Too many connections, and yours is the slowest");
    return true;
  };

  const look = () => {
    const at = now();
    for (const connection of connections.values()) {
      const { phase, begun, since, socket } = connection;
      // STARTTLS takes the listener for its closing off the socket.
      if (socket.destroyed) forget(connection);
      // While the desk commits the client has to wait, and is not to blame.
      if (phase === "desk") continue;
      const came = socket.bytesRead - connection.contentBytes;
      if (phase === "content" && came >= progressBytes) {
        connection.contentBytes = socket.bytesRead;
        connection.lastProgress = at;
      }
      if (phase === "content" && isTooSlow(connection, at)) end(connection, "The message takes too long");
      else if (phase === "dialogue" && at - since > limits.commandTimeoutMs) end(connection, "Too slow");
      else if (phase === "dialogue" && at - begun > limits.sessionTimeoutMs)
        end(connection, "Session too long");
    }
  };

  const started = new WeakMap<Connection, number>();
  const isTooSlow = (connection: Connection, at: number): boolean => {
    const passed = at - connection.since;
    if (passed > limits.messageTimeoutMs) return true;
    const bytes = connection.socket.bytesRead - (started.get(connection) ?? 0);
    return passed > limits.commandTimeoutMs && (bytes / passed) * 1_000 < slowestBytesPerSecond;
  };

  const timer = setInterval(look, checkEveryMs);
  timer.unref();

  const ofPeer = ({ remoteAddress, remotePort }: Peer) =>
    connections.get(`${plain(remoteAddress)} ${remotePort}`);

  const enter = (peer: Peer, phase: Phase) => {
    const connection = ofPeer(peer);
    if (connection === undefined) return;
    Object.assign(connection, { phase, since: now(), lastProgress: now() });
    if (phase === "content") {
      connection.contentBytes = connection.socket.bytesRead;
      started.set(connection, connection.socket.bytesRead);
    }
  };

  return {
    /** Takes note of a new connection; false where there is no room, and it was told so. */
    admit(socket: Socket): boolean {
      const network = networkOf(socket.remoteAddress ?? "");
      const all = [...connections.values()];
      const fromThere = all.filter((connection) => connection.network === network);
      const hasRoom =
        makeRoom(fromThere, limits.maxConnectionsPerAddress) &&
        makeRoom([...connections.values()], limits.maxConnections);
      if (!hasRoom) {
        socket.on("error", () => {});
        socket.end("421 4.4.5 Too many connections, please try again later\r\n");
        setTimeout(() => socket.destroy(), 1_000).unref();
        return false;
      }
      const at = now();
      const connection: Connection = {
        ...{ key: keyOf(socket), socket, network, begun: at, since: at, lastProgress: at },
        phase: "dialogue",
        isSecure: false,
        contentBytes: 0,
      };
      connections.set(connection.key, connection);
      socket.once("close", () => forget(connection));
      return true;
    },
    /** The dialogue came a step further. */
    step: (peer: Peer) => enter(peer, "dialogue"),
    /** TLS has begun, which is a step too. */
    secure(peer: Peer) {
      enter(peer, "dialogue");
      const connection = ofPeer(peer);
      if (connection !== undefined) connection.isSecure = true;
    },
    /** The content of a message begins. */
    content: (peer: Peer) => enter(peer, "content"),
    /** The message is complete, and the desk has it. */
    desk: (peer: Peer) => enter(peer, "desk"),
    stop: () => clearInterval(timer),
  };
}

function keyOf({ remoteAddress = "", remotePort = 0 }: Socket): string {
  return `${plain(remoteAddress)} ${remotePort}`;
}

function plain(address: string): string {
  return address.replace(/^::ffff:/i, "").toLowerCase();
}

/** One customer of a provider has a whole /64 of IPv6 addresses. */
function networkOf(address: string): string {
  const bare = plain(address);
  if (!isIPv6(bare)) return bare;
  const [head = "", tail] = bare.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}
