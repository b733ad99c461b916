import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import type { ChannelHost } from "@heedkit/core";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { normaliseEmail } from "../address/normaliseEmail.ts";
import { connectionGuard } from "./connectionGuard.ts";
import type { ListenOptions, Recipients } from "./listenOptions.ts";
import { type BufferBudget, readData } from "./readData.ts";
import { replyToRefusal } from "./replyToRefusal.ts";
import { isSmtpReply, type SmtpReply, smtpReply } from "./smtpReply.ts";
import { startListening } from "./startListening.ts";

/** A running listener. */
export interface SmtpListener {
  /** Finishes messages under way, then closes. */
  stop(): Promise<void>;
}

const mebibyte = 1024 * 1024;

/**
 * Listens for mail. A message is answered with 250 only after the desk has committed it; until then the sending server
 * keeps it and is asked to retry (451), or that the desk will never take it (5xx). A message to several tenants is
 * given to each of them once.
 */
export async function startListener(
  options: ListenOptions,
  recipients: Recipients,
  host: ChannelHost,
): Promise<SmtpListener> {
  const maxMessageBytes = options.maxMessageBytes ?? 25 * mebibyte;
  const stopTimeoutMs = options.stopTimeoutMs ?? 30_000;
  const budget: BufferBudget = { left: options.maxBufferedBytes ?? maxMessageBytes * 4 };
  const tenants = new WeakMap<SMTPServerSession, Map<string, string>>();
  const underWay = new Set<Promise<void>>();
  const guard = connectionGuard({
    maxConnections: options.maxConnections ?? 100,
    maxConnectionsPerAddress: options.maxConnectionsPerAddress ?? 20,
    commandTimeoutMs: options.commandTimeoutMs ?? 60_000,
    messageTimeoutMs: options.messageTimeoutMs ?? 600_000,
    sessionTimeoutMs: options.sessionTimeoutMs ?? 900_000,
  });

  const server = new SMTPServer({
    ...(options.tls === undefined ? {} : options.tls),
    disabledCommands: options.tls === undefined ? ["AUTH", "STARTTLS"] : ["AUTH"],
    disableReverseLookup: true,
    banner: "Heedkit",
    size: maxMessageBytes,
    maxRecipients: options.maxRecipients ?? 100,
    socketTimeout: options.idleTimeoutMs ?? 60_000,
    closeTimeout: stopTimeoutMs,
    onConnect(session, callback) {
      guard.step(session);
      callback();
    },
    onSecure(_socket, session, callback) {
      guard.secure(session);
      callback();
    },
    onMailFrom(_address, session, callback) {
      guard.step(session);
      callback();
    },
    onRcptTo({ address }, session, callback) {
      answer(callback, async () => {
        const normalised = normaliseEmail(address);
        const tenantId = normalised === null ? null : await recipients(normalised);
        if (tenantId === null) throw smtpReply(550, "No such mailbox here");
        const known = tenants.get(session) ?? new Map<string, string>();
        tenants.set(session, known.set(address, tenantId));
        guard.step(session);
      });
    },
    onData(stream, session, callback) {
      guard.content(session);
      const done = answer(callback, async () => {
        const body = await readData(stream, maxMessageBytes, budget);
        guard.desk(session);
        try {
          await receive(body, session);
        } finally {
          budget.left += body.length;
          guard.step(session);
        }
      });
      underWay.add(done);
      done.finally(() => underWay.delete(done));
    },
  });

  const receive = async (body: Uint8Array, session: SMTPServerSession) => {
    const { mailFrom, rcptTo } = session.envelope;
    const addresses = rcptTo.map(({ address }) => address);
    const tenantOf = (address: string) => tenants.get(session)?.get(address);
    const refusals: SmtpReply[] = [];
    // What the desk would take for its key itself, which can only do so in another thread, at a turn of the loop.
    const dedupeKey = createHash("sha256").update(body).digest("hex");
    for (const tenantId of new Set(addresses.map(tenantOf))) {
      if (tenantId === undefined) continue;
      const raw = {
        body,
        dedupeKey,
        receivedAt: host.now(),
        metadata: {
          transport: "smtp",
          envelopeFrom: mailFrom === false ? null : mailFrom.address,
          envelopeTo: addresses.filter((address) => tenantOf(address) === tenantId),
          remoteAddress: session.remoteAddress,
        },
      };
      try {
        await host.receive(tenantId, raw);
      } catch (error) {
        const refusal = replyToRefusal(error);
        if (refusal === null) throw error;
        host.report(error, `receiving mail by SMTP; it is refused with ${refusal.responseCode}`);
        refusals.push(refusal);
      }
    }
    // Only now: what one tenant refuses for good, and nobody sends again, may still be for another.
    if (refusals[0] !== undefined) throw refusals[0];
  };

  /** Runs a step and gives its outcome to the client; an error that is no reply of ours asks it to come again. */
  const answer = async (
    callback: (error?: SmtpReply | null) => void,
    step: () => Promise<void>,
  ): Promise<void> => {
    try {
      await step();
    } catch (error) {
      if (isSmtpReply(error)) return callback(error);
      host.report(error, "receiving mail by SMTP");
      return callback(smtpReply(451, "Temporary failure, please try again later"));
    }
    callback(null);
  };

  // Before the library sees it, which keeps no count of addresses.
  const accepting = server.server.listeners("connection");
  server.server.removeAllListeners("connection").on("connection", (socket: Socket) => {
    if (guard.admit(socket)) for (const accept of accepting) accept.call(server.server, socket);
  });
  server.on("error", (error) => host.report(error, "the SMTP listener"));
  const listening = await startListening(server, options).catch((error) => {
    guard.stop();
    throw error;
  });
  const bound = listening.address();
  if (typeof bound === "object" && bound !== null)
    options.onListening?.({ host: bound.address, port: bound.port });

  return {
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const late = new Promise((resolve) => setTimeout(resolve, stopTimeoutMs).unref());
      await Promise.race([Promise.allSettled(underWay), late]);
      // Answers that were just written reach their client before the farewell does.
      for (const connection of server.connections) connection.send(421, "Shutting down");
      await closed;
      guard.stop();
    },
  };
}
