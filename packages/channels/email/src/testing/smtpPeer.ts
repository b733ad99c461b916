import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A mail server on loopback that keeps what it is given. */
export interface SmtpPeer {
  readonly port: number;
  readonly messages: { readonly from: string; readonly to: readonly string[]; readonly bytes: Buffer }[];
  close(): Promise<void>;
}

export async function smtpPeer(options: SMTPServerOptions = {}): Promise<SmtpPeer> {
  const messages: SmtpPeer["messages"] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 50,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", () => {});
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        messages.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          bytes: Buffer.concat(chunks),
        });
        callback(null, "taken");
      });
    },
    ...options,
  });
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  return {
    port: portOf(listening.address()),
    messages,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A server that answers each line with what `reply` says, `null` closing the connection: for peers that misbehave. */
export async function scriptedPeer(
  reply: (line: string, socket: Socket) => string | null | undefined,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    let buffered = "";
    const say = (line: string) => {
      const answer = reply(line, socket);
      if (answer === null) socket.destroy();
      else if (answer !== undefined) socket.write(`${answer}\r\n`);
    };
    say("(connected)");
    socket.on("data", (data) => {
      buffered += data.toString();
      const lines = buffered.split("\r\n");
      buffered = lines.pop() ?? "";
      for (const line of lines) say(line);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: portOf(server.address()),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

export function portOf(address: unknown): number {
  if (
    typeof address === "object" &&
    address !== null &&
    "port" in address &&
    typeof address.port === "number"
  ) {
    return address.port;
  }
  throw new Error("The server is not listening.");
}
